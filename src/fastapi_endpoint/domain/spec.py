"""What the developer asked for, complete: every question answered, nothing rendered yet."""

from typing import Literal

from msgspec import Struct

Method = Literal["list", "get", "create", "update", "replace", "delete"]
METHODS: tuple[Method, ...] = ("list", "create", "get", "update", "replace", "delete")

Auth = Literal["existing", "jwt", "api-key", "none"]
Pagination = Literal["cursor", "offset", "page", "fastapi_pagination", "none"]


class FieldType(Struct, frozen=True, kw_only=True):
    """The type word of a field line. `name` is a scalar, or enum, ref, refs, list, union, object.

    `size` and `scale` are the digits of `decimal12.2` or `str40`; `values` the labels of an enum or the
    names of a union; `target` the table of a ref or the TypeName of an object; `item` a list's item type.
    """

    name: str
    size: int | None = None
    scale: int | None = None
    values: tuple[str, ...] = ()
    target: str | None = None
    item: "FieldType | None" = None


class FieldSpec(Struct, frozen=True, kw_only=True):
    """One field of a resource, as the field language says it. Bounds and default are its own text."""

    name: str
    type: FieldType
    default: str | None = None
    optional: bool = False
    unique: bool = False
    index: bool = False
    filter: bool = False
    sort: bool = False
    search: bool = False
    readonly: bool = False
    immutable: bool = False
    writeonly: bool = False
    private: bool = False
    computed: bool = False
    owner: bool = False
    tenant: bool = False
    pk: bool = False
    min: str | None = None
    max: str | None = None
    gt: str | None = None
    lt: str | None = None
    minlen: int | None = None
    maxlen: int | None = None
    pattern: str | None = None
    ondelete: Literal["cascade", "restrict", "set-null"] | None = None
    back: str | None = None
    through: str | None = None
    tag: str | None = None
    as_: str | None = None
    column: str | None = None
    expr: str | None = None
    doc: str | None = None
    example: str | None = None
    filters: tuple[str, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Is it taken on create only?"""
        return self.immutable or self.pk


class ObjectType(Struct, frozen=True, kw_only=True):
    """A TypeName defined by lines such as `Address.street:str200`."""

    name: str
    fields: tuple[FieldSpec, ...]


class Composite(Struct, frozen=True, kw_only=True):
    """A line such as `+unique/owner/slug`."""

    kind: Literal["unique", "index", "sort", "filter", "search"]
    names: tuple[str, ...]


class Fields(Struct, frozen=True, kw_only=True):
    """All field lines of one resource, parsed."""

    fields: tuple[FieldSpec, ...] = ()
    objects: tuple[ObjectType, ...] = ()
    composites: tuple[Composite, ...] = ()


class Access(Struct, frozen=True, kw_only=True):
    """Who may call. `owner` is the name of the field that holds the owner, without `_id`.

    `parent_owner` is the column of the parent that does, where rows belong to whom their parent belongs.
    `admins`: which rows those reach who may more than others: their own, or all of them.
    `roles`: operations and actions that only some may call, each with the roles of which a caller needs one.
    """

    auth: Auth = "none"
    owner: str | None = None
    others: Literal[404, 403] = 404
    unique_scope: Literal["owner", "global"] = "owner"
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parent_owner: str | None = None
    admins: Literal["own", "all"] = "own"


class Order(Struct, frozen=True):
    """The order of a list: a column and a direction; the id is always the last key."""

    column: str = "created_at"
    descending: bool = True


class Listing(Struct, frozen=True, kw_only=True):
    """How a list is cut. `host` means: in the project's own shape, as `Conventions.answers` says."""

    pagination: Pagination = "cursor"
    host: bool = False
    limit: int = 20
    limit_max: int = 100
    total: bool = False
    order: Order = Order()


class Cache(Struct, frozen=True, kw_only=True):
    """Response caching: `control` sends Cache-Control with max-age in seconds."""

    kind: Literal["none", "control", "etag", "memory", "redis"] = "none"
    seconds: int = 0


class Action(Struct, frozen=True, kw_only=True):
    """A step that a row takes once: its `field`, an enum, goes from one of its `sources` to the `target`."""

    name: str
    field: str
    sources: tuple[str, ...]
    target: str


class EndpointSpec(Struct, frozen=True, kw_only=True):
    """One endpoint to add. `resource` is the singular in CapWords (`OrderItem`).

    `parent` is the table that it hangs on, and `parent_field` the name of the field that refers to it.
    """

    resource: str
    plural: str
    methods: tuple[Method, ...]
    fields: Fields
    access: Access
    listing: Listing
    cache: Cache = Cache()
    envelope: Literal["direct", "host"] = "direct"
    model: str | None = None
    parent: str | None = None
    parent_field: str | None = None
    actions: tuple[Action, ...] = ()

    @property
    def operations(self) -> tuple[str, ...]:
        """The names of all that can be done: methods, then actions."""
        return (*self.methods, *(action.name for action in self.actions))
