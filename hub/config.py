"""The settings, read once from the environment or `hub.toml`; every setting is documented here."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource


class Settings(BaseSettings):
    """What an operator may set. Each name is the environment variable's without `HUB_`, in lower case."""

    model_config = SettingsConfigDict(env_prefix="HUB_", toml_file="hub.toml", frozen=True, extra="forbid")

    data: Path = Field(default=Path("var"), description="The folder of store, topic log and keys.")
    host: str = Field(
        default="127.0.0.1", description="The address to serve on; the development issuer needs loopback."
    )
    port: int = Field(default=8000, description="The port to serve on.")
    id: str = Field(default="hub-northshire", description="The hub's id: the audience of every message.")
    name: str = Field(default="Northshire safeguarding hub", description="The name that pages show.")
    area: str = Field(default="northshire", description="The local authority area that the hub serves.")
    store: str = Field(default="sqlite", description="`sqlite` or `postgresql://user@host:port/name`.")
    transport: str = Field(default="embedded", description="`embedded`, or `kafka://host:port`.")
    kafka_login: Path | None = Field(
        default=None, description="The folder of the hub's own login to Kafka (`kafka.json`); none: plain text."
    )
    kafka_admin: Path | None = Field(
        default=None, description="The folder of the Kafka administrator's login, for `hub agency` and nothing else."
    )
    policy: str = Field(default="embedded", description="`embedded`, or OPA's `http://host:port`.")
    policies: Path | None = Field(default=None, description="Rego in place of what ships with the hub.")
    schemas: Path | None = Field(
        default=None, description="A folder whose `events/` adds event schemas to those that ship, while the hub runs."
    )
    issuer: str = Field(default="development", description="An OIDC issuer's address, or `development`.")
    keys: str = Field(default="local", description="`local` (a folder in `data`), or `local:FOLDER`.")
    witnesses: str = Field(
        default="", description="Folders on other machines, parted by commas, that tell what a restore must reach."
    )
    duty_line: str = Field(default="01632 960 100", description="Printed on every chronology.")
    operator_port: int = Field(
        default=0, description="The port on which this process tells its operator how it is; 0: none."
    )
    operator_host: str = Field(
        default="127.0.0.1", description="The address of that port. Beyond loopback it needs HUB_OPERATOR_TOKEN_FILE."
    )
    operator_token_file: Path | None = Field(
        default=None, description="A file (chmod 600) with the token, 32 characters or more, that this port asks for."
    )
    operator_names: str = Field(
        default="",
        description="Names, parted by commas, by which that port may be asked beyond loopback; else by number.",
    )
    traces: str = Field(
        default="", description="Where traces go: a collector's `http://host:4318/v1/traces`; needs the extra `otel`."
    )
    stalled_after: float = Field(
        default=60, gt=0, description="Seconds without progress after which `hub intake` ends itself with an error."
    )
    quota: int = Field(
        default=3_000, ge=1, description="Messages a minute that an agency may send over HTTP; see `hub agency quota`."
    )
    urgent_quota: int = Field(
        default=600, ge=1, description="Urgent messages a minute that an agency may send over HTTP beside these."
    )
    most_waiting: int = Field(
        default=50_000, ge=1, description="Messages that may wait to be taken before HTTP takes only what is urgent."
    )
    kafka_rate: int = Field(
        default=1_000_000, ge=1_000, description="Bytes a second that an agency may write to a secured Kafka."
    )
    partitions: int = Field(default=6, ge=1, description="Partitions of a new topic.")

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
    def witness_folders(self) -> tuple[Path, ...]:
        return tuple(Path(one.strip()) for one in self.witnesses.split(",") if one.strip())

    @property
    def transport_address(self) -> str:
        return f"embedded:{self.data / 'topics.db'}" if self.transport == "embedded" else self.transport
