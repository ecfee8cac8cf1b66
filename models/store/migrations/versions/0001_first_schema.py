"""The first schema: all that an organisation owns, from its keys to its reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table."""
    _make_organisations()
    _make_api_keys()
    _make_applications()
    _make_observations()
    _make_pictures()
    _make_documents()
    _make_reports()
    _make_crops()
    _make_findings()


def _make_organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )


def _make_api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("revoked_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_api_keys_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    op.create_index("ix_api_keys_organisation_id", "api_keys", ["organisation_id"], unique=False)


def _make_applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("policy", sa.String(length=200), nullable=False),
        sa.Column("applicant", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("submitted_at", _TIME, nullable=True),
        sa.Column("received_at", _TIME, nullable=True),
        sa.Column("submission_number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("judged_revision", sa.Integer(), nullable=True),
        sa.Column("judge_attempts", sa.Integer(), nullable=False),
        sa.Column("judging_until", _TIME, nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_applications_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
    )
    op.create_index("ix_applications_organisation_id", "applications", ["organisation_id"], unique=False)


def _make_observations() -> None:
    op.create_table(
        "observations",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("observer", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_observations_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "sha256", "observer", name="pk_observations"),
    )


def _make_pictures() -> None:
    op.create_table(
        "pictures",
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_pictures_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "sha256", "page", name="pk_pictures"),
    )


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("application_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("upload", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=400), nullable=False),
        sa.Column("slot", sa.String(length=200), nullable=True),
        sa.Column("declared_type", sa.String(length=100), nullable=True),
        sa.Column("needs_mask", sa.Boolean(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("error_parameters", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("lease_until", _TIME, nullable=True),
        sa.Column("enqueued_at", _TIME, nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("started_at", _TIME, nullable=True),
        sa.Column("finished_at", _TIME, nullable=True),
        sa.Column("observer", sa.String(length=200), nullable=True),
        sa.Column("type", sa.String(length=100), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_documents_application_id_applications"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_documents_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("application_id", "upload", name="uq_documents_application_id_upload"),
    )
    op.create_index("ix_documents_application_id", "documents", ["application_id"], unique=False)
    op.create_index("ix_documents_organisation_id", "documents", ["organisation_id"], unique=False)
    op.create_index(
        "ix_documents_organisation_id_finished_at", "documents", ["organisation_id", "finished_at"], unique=False
    )
    op.create_index("ix_documents_state_lease_until", "documents", ["state", "lease_until"], unique=False)


def _make_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("application_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name="fk_reports_application_id_applications"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_reports_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("application_id", "revision", name="pk_reports"),
    )
    op.create_index("ix_reports_organisation_id", "reports", ["organisation_id"], unique=False)


def _make_crops() -> None:
    op.create_table(
        "crops",
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("box", sa.String(length=60), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_crops_document_id_documents"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_crops_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("document_id", "page", "box", name="pk_crops"),
    )
    op.create_index("ix_crops_organisation_id", "crops", ["organisation_id"], unique=False)


def _make_findings() -> None:
    op.create_table(
        "findings",
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("requirement", sa.String(length=200), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_findings_document_id_documents"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_findings_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_findings"),
    )
    op.create_index("ix_findings_organisation_id", "findings", ["organisation_id"], unique=False)
