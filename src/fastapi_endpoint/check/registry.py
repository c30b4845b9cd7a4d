"""All rules, in the order of their ids. A new rule is one file and one row here."""

from fastapi_endpoint.check.rule import Rule
from fastapi_endpoint.check.rules.access.open_write import RULE as OPEN_WRITE
from fastapi_endpoint.check.rules.access.secret_default import RULE as SECRET_DEFAULT
from fastapi_endpoint.check.rules.data.commit_after_answer import RULE as COMMIT_AFTER_ANSWER
from fastapi_endpoint.check.rules.data.foreign_key_without_index import RULE as FOREIGN_KEY_WITHOUT_INDEX
from fastapi_endpoint.check.rules.errors.echoing_validation_errors import RULE as ECHOING_VALIDATION_ERRORS
from fastapi_endpoint.check.rules.migrations.several_heads import RULE as SEVERAL_HEADS
from fastapi_endpoint.check.rules.routes.body_on_no_content import RULE as BODY_ON_NO_CONTENT
from fastapi_endpoint.check.rules.routes.create_without_created import RULE as CREATE_WITHOUT_CREATED
from fastapi_endpoint.check.rules.routes.unbounded_limit import RULE as UNBOUNDED_LIMIT
from fastapi_endpoint.check.rules.tests.untested_path import RULE as UNTESTED_PATH

RULES: tuple[Rule, ...] = (
    CREATE_WITHOUT_CREATED,
    BODY_ON_NO_CONTENT,
    UNBOUNDED_LIMIT,
    COMMIT_AFTER_ANSWER,
    FOREIGN_KEY_WITHOUT_INDEX,
    OPEN_WRITE,
    SECRET_DEFAULT,
    ECHOING_VALIDATION_ERRORS,
    UNTESTED_PATH,
    SEVERAL_HEADS,
)
