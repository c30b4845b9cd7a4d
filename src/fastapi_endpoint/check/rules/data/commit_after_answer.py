"""FE301: a session dependency that commits after the answer was sent."""

from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import DEPS, sample
from fastapi_endpoint.domain.finding import RuleDoc


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """A commit behind the `yield` of the session dependency, where no use asks for `scope="function"`."""
    symbol = subject.project.conventions.session.dependency.value
    if symbol is None or not symbol.file:
        return
    function = subject.module(symbol.file).function(symbol.name)
    if function is None or not function.body.yields:
        return
    if any('scope="function"' in text for route in subject.project.routes for text in route.dependencies):
        return
    yielded = function.body.yields[0].line
    for call in function.body.calls:
        if call.last == "commit" and call.line > yielded:
            yield symbol.file, call.line, f"{symbol.name} commits after the answer has been sent"


RULE = Rule(
    doc=RuleDoc(
        id="FE301",
        name="commit-after-answer",
        summary="The session dependency commits behind its yield.",
        why=(
            "What stands behind the yield runs when the answer is on its way: a commit that fails leaves the"
            " client with a success, and a client that reads at once does not find what it wrote."
        ),
        bad="async def get_session():\n    async with sessions() as session:\n        yield session\n"
        "        await session.commit()",
        good='SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]',
    ),
    severity="error",
    hint='Commit where the work is done, or depend with scope="function" (FastAPI 0.121 and later).',
    find=find,
    bad=sample(
        deps=DEPS.replace(
            "        yield session\n", "        yield session\n        await session.commit()\n"
        )
    ),
    good=sample(),
)
