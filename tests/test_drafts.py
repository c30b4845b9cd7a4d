"""Drafts are kept per project."""

from fastapi_endpoint import drafts
from fastapi_endpoint.domain.draft import Draft
from fastapi_endpoint.tools.folders import state_folder


def test_a_draft_is_kept_and_forgotten(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "project"
    root.mkdir()
    assert drafts.load(root) is None
    draft = Draft(root=str(root))
    drafts.save(draft)
    assert drafts.load(root) == draft
    assert drafts.load(tmp_path) is None
    (state_folder(root) / "draft.json").write_bytes(b'{"of": "another version"}')
    assert drafts.load(root) is None
    drafts.forget(root)
    drafts.forget(root)
    assert list(root.iterdir()) == []
