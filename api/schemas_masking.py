"""What goes over the wire about masking (姓名遮盖): what is asked for, answers, and what blind reviewers see."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask.fields import UploadFile
from pydantic import AwareDatetime, ConfigDict, Field, Json, field_validator

from api.schemas import Answer, Body, PageQuery, Trouble
from models.masking import CopyAnswer, MaskingAnswer, PageBox

_ID = Annotated[str, Field(max_length=100)]
_MOST_BOXES = 500
_MOST_PAGES = 1000


def _form(schema: dict[str, Any]) -> None:
    """Take null out of the schema of a form's fields, which cannot send it; tell what a text holds that is JSON."""
    for field in schema["properties"].values():
        if field.pop("default", ...) is None and "anyOf" in field:
            field |= next(kind for kind in field.pop("anyOf") if kind.get("type") != "null")


class MaskingIn(Body):
    """A file, or a document of the store, and whose traces are looked for."""

    model_config = ConfigDict(json_schema_extra=_form)

    file: Annotated[
        list[UploadFile], Field(default_factory=list, max_length=1, description="一个文件；与 document 二选一")
    ]
    document: Annotated[str, Field(max_length=100, description="已上传材料的编号；与 file 二选一")] | None = None
    name: Annotated[str, Field(max_length=100, description="被遮盖人的姓名；材料可省略，取申报人姓名")] | None = None
    also: Annotated[
        Json[Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=50)]],
        Field(description='还要查找的信息，JSON：["种类=内容"]，种类如 unit、id_number、phone、email'),
    ] = Field(default_factory=list)

    @field_validator("document", "name", mode="before")
    @classmethod
    def _blank_is_none(cls, value: object) -> object:
        """A form sends an empty field for one that was not filled in."""
        return None if value == "" else value

    @field_validator("file", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        """A form without files sends nothing for them, which arrives as None."""
        return value or []

    @field_validator("also", mode="before")
    @classmethod
    def _nothing_else(cls, value: object) -> object:
        """A form sends an empty field for one that was not filled in."""
        return "[]" if value in (None, "") else value


class MaskingCheckIn(MaskingIn):
    """What to check."""

    flags: Annotated[
        Json[Annotated[dict[Annotated[int, Field(ge=1)], bool], Field(max_length=_MOST_PAGES)]],
        Field(description='申报人自填的是否需要遮盖，JSON：{"页码": true/false}'),
    ] = Field(default_factory=dict)

    @field_validator("flags", mode="before")
    @classmethod
    def _no_flags(cls, value: object) -> object:
        """A form sends an empty field for one that was not filled in."""
        return "{}" if value in (None, "") else value


class MaskingCopyIn(MaskingIn):
    """What to copy, with the boxes that a reviewer adds and takes away."""

    added: Annotated[
        Json[Annotated[list[PageBox], Field(max_length=_MOST_BOXES)]],
        Field(description='人工增加的遮盖块，JSON：[{"page": 1, "box": [左, 上, 右, 下]}]，页面比例'),
    ] = Field(default_factory=list)
    removed: Annotated[
        Json[Annotated[list[PageBox], Field(max_length=_MOST_BOXES)]],
        Field(description="人工去掉的遮盖块，写法同 added；证明仍要求不留痕迹"),
    ] = Field(default_factory=list)

    @field_validator("added", "removed", mode="before")
    @classmethod
    def _no_boxes(cls, value: object) -> object:
        """A form sends an empty field for one that was not filled in."""
        return "[]" if value in (None, "") else value


class MaskingQuery(PageQuery):
    """Which part of a list of tasks, and of which document."""

    document: Annotated[str, Field(max_length=100, description="只列这份材料的")] | None = None


class MaskingAccepted(Answer):
    """A task that is safely recorded; `links.self` tells what becomes of it."""

    id: _ID
    state: str
    links: dict[str, str]


class _MaskingOut(Answer):
    """A task: whose traces, of which file, and how far it is."""

    id: _ID
    document: str | None
    filename: str
    name: str | None
    also: list[str]
    state: Annotated[str, Field(description="received queued working done needs_manual withdrawn")]
    error: Trouble | None
    created_at: AwareDatetime
    finished_at: AwareDatetime | None
    links: dict[str, str]


class MaskingCheckOut(_MaskingOut):
    """A check; `result` once it is done, as `verifier masking check --json` gives it for a file."""

    flags: dict[str, bool]
    result: MaskingAnswer | None


class MaskingCopyOut(_MaskingOut):
    """A copy; `result` once it is done, as `verifier masking apply --json` gives it; `links.copy` where released."""

    added: list[PageBox]
    removed: list[PageBox]
    result: CopyAnswer | None


class MaskingCheckList(Answer):
    """Some of the checks in the order of their ids; `next` leads to those after them."""

    checks: list[MaskingCheckOut]
    next: str | None


class MaskingCopyList(Answer):
    """Some of the copies in the order of their ids; `next` leads to those after them."""

    copies: list[MaskingCopyOut]
    next: str | None


class MaskedDocumentOut(Answer):
    """What a blind reviewer sees of a document: neither its file name nor its slot, which are the sender's words."""

    id: _ID
    type: str | None
    pages: int
    links: dict[str, str]


class MaskedApplicationOut(Answer):
    """The documents of an application that may be seen; `withheld` of them have no released copy."""

    id: _ID
    documents: list[MaskedDocumentOut]
    withheld: int


class MaskedApplicationItem(Answer):
    """An application in a blind reviewer's list: neither name nor unit."""

    id: _ID
    policy: str
    links: dict[str, str]


class MaskedApplicationList(Answer):
    """Some of the applications in the order of their ids; `next` leads to those after them."""

    applications: list[MaskedApplicationItem]
    next: str | None


class MaskedPageText(Answer):
    """The text of one page, as read from the masked copy."""

    page: int
    text: str


class MaskedTextOut(Answer):
    """The text of a masked copy, all of it or the pages that hold what was looked for."""

    document: _ID
    pages: list[MaskedPageText]


class MaskedTextQuery(Body):
    """What to look for."""

    q: Annotated[str, Field(min_length=1, max_length=100, description="只要含有这些字的页")] | None = None
