"""The schema: migrations give just what the models say, newer ones are refused, and every table is known."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import rehab_app
from rehab_app.foundation.errors import Trouble
from rehab_app.store.record import clinical_tables, history_of, record_tables
from rehab_app.store.upgrade import LATEST, known_revisions, needs_upgrade
from rehab_app.tables import METADATA
from tests.makers import make_store


def test_the_migrated_schema_is_that_of_the_models(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert not needs_upgrade(connection)
    store.close()


def test_the_latest_migration_is_the_one_the_program_expects() -> None:
    assert max(known_revisions()) == LATEST


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    with store.engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(Trouble, match="store.newer_schema"):
            needs_upgrade(connection)
        connection.rollback()
    store.close()


def test_every_model_module_is_imported_by_tables() -> None:
    known = set(METADATA.tables)
    for module in pkgutil.walk_packages(rehab_app.__path__, "rehab_app."):
        if module.name.endswith(".model"):
            importlib.import_module(module.name)
    assert set(METADATA.tables) == known


def test_every_record_has_a_history_table_and_the_guards_stand(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    with store.engine.connect() as connection:
        guarded = set(
            connection.execute(text("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        )
    store.close()
    assert len(record_tables(METADATA)) > 10
    for table in record_tables(METADATA):
        assert history_of(table).name in guarded, table.name
    for table in clinical_tables(METADATA):
        assert table.name in guarded, table.name
        unique = {tuple(column.name for column in constraint.columns) for constraint in table.constraints}  # type: ignore[attr-defined]
        assert ("series_id", "row_version") in unique, table.name
    assert "audit_entry" in guarded
