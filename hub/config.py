"""The settings, read once from the environment or `hub.toml`; every setting is documented here."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Settings(BaseSettings):
    """What an operator may set. Each name is the environment variable's without `HUB_`, in lower case."""

    model_config = SettingsConfigDict(env_prefix="HUB_", toml_file="hub.toml", frozen=True, extra="forbid")

    data: Path = Field(Path("var"), description="The folder of the embedded store, topic log and keys.")
    host: str = Field("127.0.0.1", description="The address to serve on; the development issuer needs loopback.")
    port: int = Field(8000, description="The port to serve on.")
    id: str = Field("hub-northshire", description="The hub's id: the audience of every message.")
    name: str = Field("Northshire safeguarding hub", description="The name that pages show.")
    area: str = Field("northshire", description="The local authority area that the hub serves.")
    store: str = Field("sqlite", description="`sqlite`, or `postgresql://user@host:port/database`.")
    transport: str = Field("embedded", description="`embedded`, or `kafka://host:port`.")
    policy: str = Field("embedded", description="`embedded`, or the `http://host:port` of an OPA server.")
    policies: Path | None = Field(None, description="A folder of Rego in place of the one that ships with the hub.")
    issuer: str = Field("development", description="The address of an OIDC issuer, or `development`.")
    keys: str = Field("local", description="The key provider: `local` (a folder under `data`), or `local:FOLDER`.")
    duty_line: str = Field("01632 960 100", description="The authority's duty line, printed on every chronology.")
    partitions: int = Field(6, ge=1, description="Partitions of a new topic.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))

    @property
    def keys_folder(self) -> Path:
        return Path(self.keys.partition(":")[2] or self.data / "keys")

    @property
    def transport_address(self) -> str:
        return f"embedded:{self.data / 'topics.db'}" if self.transport == "embedded" else self.transport
