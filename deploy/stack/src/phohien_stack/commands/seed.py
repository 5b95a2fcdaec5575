"""`seed`."""

from phohien_stack.commands import tables
from phohien_stack.commands.options import Data, console, say, single
from phohien_stack.demonstration import fill
from phohien_stack.embedded.errors import StackError
from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import locate

app = single()


@app.command()
def seed(data: Data = None) -> None:
    """Put the sample dataset in, through the API; again changes nothing."""
    place = locate(data)
    now = record.load(place.record)
    if now is None or not place.is_up():
        raise StackError("the stack is not up: run `phohien up` first.")
    fill(now, say=say)
    record.write(place.record, now)
    tables.addresses(console, now)
