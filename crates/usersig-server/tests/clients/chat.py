"""A published client of Chat's REST API, pointed at the service: it learns whether its ticket is good.

Usage: chat.py URL SDKAPPID KEY-FILE
"""

import logging
import sys
from pathlib import Path
from unittest.mock import patch

from tencentcloud_im.tcim_client import TCIMClient

url, sdkappid, key_file = sys.argv[1:]
key = Path(key_file).read_text().strip()
logging.disable(logging.CRITICAL)


def client(sdkappid=int(sdkappid), key=key, admin="administrator"):
    return TCIMClient(sdkappid, key, admin, tencent_url=f"{url}/v4")


def expect(what, response, code):
    """The client gives the answer as it came: HTTP 200 whatever is wrong, and Tencent's code."""
    answer = response.json()
    found = (response.status_code, answer["ActionStatus"], answer["ErrorCode"], set(answer))
    status = "FAIL" if code else "OK"
    wanted = (200, status, code, {"ActionStatus", "ErrorInfo", "ErrorCode"})
    if found != wanted or bool(answer["ErrorInfo"]) != bool(code):
        sys.exit(f"{what}: {answer}, wanted {wanted}")
    print(f"{what}: {status} {code}")


def with_ticket(change):
    """A client that holds a ticket of its own, changed."""
    holder = client()
    holder._gen_query()
    holder.user_sig = change(holder.user_sig)
    return holder


expect("a good ticket", client().add_single_user("xiaojun", "Xiaojun", ""), 0)
expect("a good ticket for another command", client().batch_add_users(["a", "b"]), 0)
expect("another key", client(key="0" * 64).batch_add_users(["a"]), 70009)
expect("half a ticket", with_ticket(lambda ticket: ticket[: len(ticket) // 2]).batch_add_users(["a"]), 70003)
expect("no ticket at all", with_ticket(lambda ticket: "").batch_add_users(["a"]), 70002)
expect("another user's ticket", with_ticket(lambda _: client().get_user_sig("xiaojun")).batch_add_users(["a"]), 70013)
with patch("time.time", return_value=1_700_000_000):
    ended = client().get_user_sig("administrator", 60)
expect("a ticket that has ended", with_ticket(lambda _: ended).batch_add_users(["a"]), 70001)
expect("another application", client(sdkappid=1400000123).batch_add_users(["a"]), 70020)
expect("ending a user's tickets", client().abolition_user_sig("xiaojun"), 0)
expect("the same by a user", client(admin="xiaojun").abolition_user_sig("somebody"), 60010)
