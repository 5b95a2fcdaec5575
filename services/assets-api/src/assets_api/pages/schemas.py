from phohien.schemas import Out


class PagePictureOut(Out):
    """One picture of a page; made when somebody asks for it first."""

    url: str
    mime: str
    width: int
    height: int


class PageOut(Out):
    """A page: what it says, and its pictures from large to small."""

    number: int
    words: str
    pictures: list[PagePictureOut]


class PageSizeOut(Out):
    """Of a page's largest picture, in pixels."""

    number: int
    width: int
    height: int


class OutlineLineOut(Out):
    """A line of the table of contents; `page` is null where it leads nowhere."""

    depth: int
    title: str
    page: int | None


class DocumentPages(Out):
    """The pages of a document and its table of contents."""

    asset_id: str
    asset_version_id: str
    lang: str | None
    text_quality: str
    pages: list[PageSizeOut]
    outline: list[OutlineLineOut]
