"""The pages as a reader walks them: each link leads somewhere, and the list of decisions is whole and in order."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
DECISIONS = ROOT / "docs" / "adr"
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
ROW = re.compile(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+?) \|", re.MULTILINE)


def pages() -> list[Path]:
    """The pages that people read on the way in: the front ones and all of docs."""
    fronts = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "infra" / "README.md", ROOT / "schemas" / "README.md"]
    return [*fronts, *sorted((ROOT / "docs").rglob("*.md"))]


def anchors(page: Path) -> set[str]:
    """The names by which the page's headings are linked to: in lower case, without marks, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> Iterator[str]:
    """The page's links to other files of the repository, or to places in itself."""
    for target in LINK.findall(FENCE.sub("", page.read_text())):
        if not target.startswith(("http://", "https://", "mailto:")):
            yield target


def leads_somewhere(page: Path, target: str) -> bool:
    """Whether the file is there, and the heading if the link names one of a page."""
    name, _, anchor = target.partition("#")
    file = (page.parent / name) if name else page
    return file.exists() and (not anchor or anchor in anchors(file))


def test_each_link_leads_to_a_file_and_a_heading_that_are_there() -> None:
    astray = [
        f"{page.relative_to(ROOT)}: {to}" for page in pages() for to in links(page) if not leads_somewhere(page, to)
    ]
    assert astray == []


def test_each_page_of_docs_is_reached_from_the_readme() -> None:
    seen, to_read = set[Path](), [ROOT / "README.md"]
    while to_read:
        page = to_read.pop()
        seen.add(page)
        found = {(page.parent / to.partition("#")[0]).resolve() for to in links(page)}
        to_read += [file for file in found if file.suffix == ".md" and file not in seen and file not in to_read]
    assert [str(page.relative_to(ROOT)) for page in pages() if page not in seen] == []


def test_each_decision_is_listed_once_in_order_under_its_own_title() -> None:
    rows = ROW.findall((DECISIONS / "README.md").read_text())
    files = sorted(DECISIONS.glob("[0-9]*.md"))
    titles = [file.read_text().splitlines()[0].partition(". ")[2] for file in files]
    assert rows == [(file.name[:4], file.name, title) for file, title in zip(files, titles, strict=True)]
