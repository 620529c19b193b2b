"""The service that redline is measured against: FastAPI, pydantic and asyncpg, one INSERT a record.

It validates what redline validates of an interaction, commits before it answers 201, and refuses an
id that is there already. It asks for no key, compares nothing and keeps one plain table. PGHOST,
PGPORT, PGDATABASE and PGUSER say where.
"""

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import asyncpg
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import to_json

Text = Annotated[str, StringConstraints(min_length=1)]
Identifier = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")
]
Owner = Annotated[
    str, StringConstraints(min_length=1, max_length=254, pattern=r"^[^\s\x00-\x1f\x7f-\x9f/\\]*$")
]

INSERT = """
insert into service_interaction (
  user_id, interaction_id, "timestamp", thread_id,
  user_message, assistant_response, tool_calls, metadata
) values ($1, $2, $3, $4, $5, $6, $7, $8)
"""


class ToolCall(BaseModel):
    model_config = ConfigDict(extra="allow")

    tool_name: Text
    arguments: Any = None
    result: Any = None
    status: Text
    error: Any = None
    duration_ms: Annotated[float, Field(ge=0, le=1e15)] | None = None


class Metadata(BaseModel):
    model_config = ConfigDict(extra="allow")

    model: str | None = None
    source: str | None = None
    assistant_id: str | None = None
    tokens_used: Annotated[int, Field(ge=0)] | None = None
    latency_ms: Annotated[float, Field(ge=0)] | None = None


class Interaction(BaseModel):
    model_config = ConfigDict(extra="allow")

    user_id: Owner
    interaction_id: Identifier
    timestamp: datetime | None = None
    thread_id: Identifier | None = None
    user_message: Text
    assistant_response: str = ""
    tool_calls: list[ToolCall] = []
    metadata: Metadata = Metadata()

    @model_validator(mode="after")
    def has_an_answer(self):
        if not self.assistant_response and not self.tool_calls:
            raise ValueError("assistant_response may be empty only where there are tool calls")
        return self


async def keep(connection):
    """In the place of asyncpg's reset, a round trip for each record that nothing here needs."""


@asynccontextmanager
async def lifespan(app):
    # Connections enough that waiting for the disk does not keep a worker idle.
    async with asyncpg.create_pool(min_size=16, max_size=16, reset=keep) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/api/v1/interactions", status_code=201)
async def record(interaction: Interaction):
    time = interaction.timestamp or datetime.now(UTC)
    try:
        # asyncpg prepares the statement once for each connection; it is a transaction of its own.
        await app.state.pool.execute(
            INSERT,
            interaction.user_id,
            interaction.interaction_id,
            time if time.tzinfo else time.replace(tzinfo=UTC),
            interaction.thread_id,
            interaction.user_message,
            interaction.assistant_response,
            to_json(interaction.tool_calls).decode(),
            to_json(interaction.metadata).decode(),
        )
    except asyncpg.UniqueViolationError as error:
        raise HTTPException(409, "this interaction_id is there already") from error
    return {"status": "success", "interaction_id": interaction.interaction_id}
