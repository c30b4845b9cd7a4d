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
WRITES = ("create", "update", "replace", "delete")
FIELDS = {"parcel": ("Parcel", PARCEL), "booking": ("Booking", BOOKING)}


def question(asked: Configuration) -> list[str]:
    """Resource, fields and flags, as `add` takes them."""
    resource, lines = FIELDS[asked.fields]
    owned = asked.access.startswith("owner")
    flags = ["--methods", "list,create,get,update,replace,delete", "--auth", asked.auth]
    flags += ["--paginate", asked.pages]
    flags += ["--total"] if asked.pages == "offset" else []
    flags += ["--cache", "control=60"] if asked.cache == "control" else []
    flags += ["--others", asked.access.partition("-")[2]] if owned else []
    if asked.access == "role":
        flags += [word for verb in WRITES for word in ("--role", f"{verb}=admin")]
    return [resource, *lines, *(["owner:ref/users:owner"] if owned else []), *flags]
