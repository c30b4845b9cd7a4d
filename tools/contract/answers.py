"""What is asked of a configuration's endpoint: field lines and flags."""

from contract.matrix import Configuration

PARCEL = (
    "tracking:str40:unique",
    "carrier:enum/dhl/ups/fedex:filter",
    "weight:decimal8.3:gt=0",
    "note:text:optional:search",
    "shipped_at:datetime:optional:sort",
)
BOOKING = (
    "reference:str20:unique",
    "seats:int=1:min=1:max=12:filter:sort",
    "discount:float:optional:min=0:max=1",
    "price:decimal10.2=0.00:min=0:sort",
    "confirmed:bool=false:filter",
    "day:date:optional:filter:sort",
    "starts_at:datetime:optional",
    "title:str80:filter=contains",
    "extras:json:optional",
    "contact:email:optional",
    "distance:int64:optional",
)
TICKET = (
    "subject:str120:search",
    "code:uuid:unique",
    "priority:enum/low/high=low:filter:sort",
    "labels:list/str40:optional:maxlen=5",
    "site:Address:optional",
    "Address.street:str80",
    "Address.floor:int:optional:min=0:max=99",
    "payment:union/Card/Transfer:optional:tag=kind",
    "Card.number:str19",
    "Transfer.iban:str34",
    "internal:str40:optional:private",
    "remark:text:optional:writeonly",
    "channel:str20:immutable",
    "closed_at:datetime:optional:readonly:sort",
    "cost:decimal8.2=0.00:min=0:max=1000:filter=min/max",
    "quantity:int=1:min=1:max=99",
    "total:decimal12.2:computed:expr=cost*quantity:sort",
    "homepage:url:optional",
    "source:ip:optional",
    "opens:time:optional",
    "state:enum/open/answered/closed=open:readonly:filter",
    "+unique/subject/channel",
)
REVIEWED = "reviewer:ref/users:optional:filter"
RAW = "raw:bytes:optional"
OWNED = "owner:ref/users:owner"
OPERATIONS = ("list", "create", "get", "update", "replace", "delete")
WRITES = ("create", "update", "replace", "delete")
FIELDS = {"parcel": ("Parcel", PARCEL), "booking": ("Booking", BOOKING), "ticket": ("Ticket", TICKET)}


def question(asked: Configuration) -> list[str]:
    """Resource, fields and flags, as `add` takes them."""
    resource, lines = FIELDS[asked.fields]
    owned = asked.access.startswith("owner")
    # What is taken on create alone cannot be replaced.
    methods = [verb for verb in OPERATIONS if (verb, asked.fields) != ("replace", "ticket")]
    flags = ["--methods", ",".join(methods), "--auth", asked.auth]
    flags += ["--paginate", asked.pages]
    flags += ["--total"] if asked.pages == "offset" else []
    flags += ["--cache", "control=60"] if asked.cache == "control" else []
    flags += ["--others", asked.access.partition("-")[2]] if owned else []
    # Users of a kit are all alike.
    flags += ["--admins", "all"] if (asked.access, asked.auth) == ("owner-403", "existing") else []
    if asked.nested == "yes":
        flags += ["--parent", "depots"]
        # Suites send a PATCH what they create with, to see whose child a row is.
        lines = tuple(line.removesuffix(":immutable") for line in lines)
    flags += [] if owned else ["--owner", "none"]
    if asked.fields == "ticket":
        flags += ["--action", "close:from=open/answered:to=closed"]
    if asked.access == "role":
        flags += [word for verb in WRITES if verb in methods for word in ("--role", f"{verb}=admin")]
    lines += (REVIEWED,) if asked.fields == "booking" and asked.auth != "none" else ()
    # aiomysql cannot send bytes.
    lines += (
        (RAW,) if asked.fields == "ticket" and (asked.database, asked.style) != ("mariadb", "async") else ()
    )
    lines += (OWNED,) if owned else ()
    return [resource, *lines, *flags]
