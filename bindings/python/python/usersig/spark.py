"""Tickets in Spark: `sign`, `verify` and `inspect` for DataFrames of any size.

    from usersig import spark

    signed = spark.sign(users, "file:/etc/usersig/keys.json", expire=86400)
    spark.verify(signed, "env:USERSIG_KEYS").where("not valid").show()

Keys never travel with the job. The call says where every executor finds them: "file:PATH", or
"env:NAME" for an environment variable. Either holds a JSON object from SDKAppID to key, or to a
list of keys, as `usersig bulk --keys` takes it. The text of a key is refused, because Spark would
write it into the job that it sends, keeps and shows.

The work is done by `mapInArrow`, in classic sessions and in those of Spark Connect. The rows of a
partition keep their order, and all columns are passed through. `now` is the same in every row and
in every repetition of a task: the clock's at the call if it is not given. This package and pyarrow
have to be installed where the driver and the executors run.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from usersig import arrow
from usersig._errors import RequestError, RequestTypeError

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType, StructType
    from typing_extensions import Unpack

__all__ = ["inspect", "sign", "verify"]


def sign(df: DataFrame, keys: str, **options: Unpack[arrow.SignOptions]) -> DataFrame:
    """Signs a ticket for every row: adds `usersig`, `expires_at`, `code` and `error`.

    `keys` is "file:PATH" or "env:NAME". The options are those of `usersig.arrow.sign`:
    `userid="user"` names the column of UserIDs, `expire=86400` is the validity in seconds. Columns
    of the results' names are replaced. A row that cannot be served is an error in its row; a
    column that is missing, or of another type, raises RequestError here.
    """
    return _mapped(df, "sign", _whereabouts(keys), {**options, "now": _moment(options.get("now"))})


def verify(df: DataFrame, keys: str, **options: Unpack[arrow.VerifyOptions]) -> DataFrame:
    """Verifies the ticket of every row: adds `valid`, `code`, `reason` and what a valid ticket says.

    `keys` is "file:PATH" or "env:NAME". The options, and the columns that are added or replaced,
    are those of `usersig.arrow.verify`.
    """
    return _mapped(df, "verify", _whereabouts(keys), {**options, "now": _moment(options.get("now"))})


def inspect(df: DataFrame, *, usersig: str = "usersig") -> DataFrame:
    """What the ticket of every row claims, as `usersig.arrow.inspect` says it. Nothing is verified."""
    return _mapped(df, "inspect", None, {"usersig": usersig})


def _mapped(df: DataFrame, operation: str, keys: str | None, options: dict[str, Any]) -> DataFrame:
    if "results_only" in options:
        raise TypeError("Spark passes all columns through: select() those that are wanted")
    schema = _schema(df.schema, operation, keys, options)
    # A function of this module is sent by its name: nothing but these arguments gets into the job.
    return df.mapInArrow(partial(_results, operation, keys, options), schema)


def _results(
    operation: str,
    keys: str | None,
    options: dict[str, Any],
    batches: Iterable[pyarrow.RecordBatch],
) -> Iterator[pyarrow.RecordBatch]:
    """What an executor does with a partition."""
    # Read for every partition, so that a new file counts from the next task on.
    ring = () if keys is None else (_ring(keys),)
    for batch in batches:
        for results in getattr(arrow, operation)(batch, *ring, **options):
            yield results.to_pyarrow()


def _schema(given: StructType, operation: str, keys: str | None, options: dict[str, Any]) -> StructType:
    """The columns that are kept and those that are added; raises for columns that cannot be worked on."""
    import pyarrow
    from pyspark.sql.types import StructField, StructType

    empty = pyarrow.schema([(field.name, _arrow_type(field.dataType)) for field in given]).empty_table()
    ring = () if keys is None else (arrow.KeyRing({}),)
    added = pyarrow.schema(getattr(arrow, operation)(empty, *ring, results_only=True, **options))
    kept = [field for field in given if field.name not in added.names]
    return StructType(kept + [StructField(field.name, _spark_type(field.type)) for field in added])


def _arrow_type(spark_type: DataType) -> pyarrow.DataType:
    """As which type a column comes to the executors; of what is neither text nor number, any."""
    import pyarrow
    from pyspark.sql import types

    pairs = [
        (types.StringType, pyarrow.string()),
        (types.BinaryType, pyarrow.binary()),
        (types.ByteType, pyarrow.int8()),
        (types.ShortType, pyarrow.int16()),
        (types.IntegerType, pyarrow.int32()),
        (types.LongType, pyarrow.int64()),
        (types.NullType, pyarrow.null()),
    ]
    found = (arrow_type for known, arrow_type in pairs if isinstance(spark_type, known))
    return next(found, pyarrow.bool_())


def _spark_type(arrow_type: pyarrow.DataType) -> DataType:
    """The type of a column of results."""
    import pyarrow
    from pyspark.sql import types

    return {
        pyarrow.string(): types.StringType(),
        pyarrow.binary(): types.BinaryType(),
        pyarrow.bool_(): types.BooleanType(),
        pyarrow.int32(): types.IntegerType(),
        pyarrow.int64(): types.LongType(),
    }[arrow_type]


def _whereabouts(keys: str) -> str:
    """Says no to keys themselves, and repeats nothing of them."""
    if not isinstance(keys, str):
        raise _refusal(RequestTypeError, "keys are not sent with a Spark job")
    if not _WHEREABOUTS.fullmatch(keys):
        raise _refusal(RequestError, "this does not say where the executors find the keys")
    return keys


def _refusal(refusal: type[RequestError], text: str) -> RequestError:
    hint = 'put them where every executor finds them, and pass "file:PATH" or "env:NAME"'
    return refusal(f"{text}; {hint}", _INVALID_PARAMETERS, "invalid_key", hint, _C_CODE_KEY)


def _ring(keys: str) -> arrow.KeyRing:
    place, _, name = keys.partition(":")
    return arrow.KeyRing.from_file(name) if place == "file" else arrow.KeyRing.from_environment(name)


def _moment(now: int | None) -> int:
    return int(time.time()) if now is None else now


_WHEREABOUTS = re.compile(r"file:[^\n]+|env:[A-Za-z_][A-Za-z0-9_]*")
# Tencent's code of a wrong parameter, and the older C interface's of a wrong key.
_INVALID_PARAMETERS, _C_CODE_KEY = 6017, 17
