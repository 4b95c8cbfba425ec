using System;
using System.Runtime.InteropServices;

namespace Usersig
{
    public sealed unsafe partial class Application
    {
        /// <summary>Verifies a ticket of this user. The ticket may be any text.</summary>
        /// <param name="ticket">The ticket.</param>
        /// <param name="userid">The user whose ticket it should be.</param>
        /// <param name="expected">What it has to carry; null takes anything.</param>
        /// <param name="now">When it has to be valid, Unix seconds; null means the system clock.</param>
        /// <exception cref="RejectedException">The ticket is turned away.</exception>
        /// <exception cref="UsersigException">The request cannot be served.</exception>
        public Outcome Verify(string ticket, string userid, Expected expected = null, long? now = null)
        {
            Outcome outcome;
            Check(Verify(Utf8.Of(ticket), Utf8.Of(userid), expected, now, out outcome));
            return outcome;
        }

        /// <summary>As <see cref="Verify(string, string, Expected, long?)"/>, for UTF-8 bytes.</summary>
        public Outcome Verify(byte[] ticket, byte[] userid, Expected expected = null, long? now = null)
        {
            Outcome outcome;
            Check(Verify(Utf8.Of(ticket), Utf8.Of(userid), expected, now, out outcome));
            return outcome;
        }

        /// <summary>
        /// As <see cref="Verify(string, string, Expected, long?)"/>, but returns false and the fault where
        /// that throws.
        /// </summary>
        public bool TryVerify(
            string ticket, string userid, out Outcome outcome, out UsersigException fault, Expected expected = null,
            long? now = null)
        {
            int status = Verify(Utf8.Of(ticket), Utf8.Of(userid), expected, now, out outcome);
            fault = status == Native.Ok ? null : UsersigException.Last();
            return fault == null;
        }

#if NETSTANDARD2_1_OR_GREATER || NET5_0_OR_GREATER
        /// <summary>As <see cref="Verify(string, string, Expected, long?)"/>, for UTF-8 spans.</summary>
        public Outcome Verify(
            ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> userid, Expected expected = null, long? now = null)
        {
            byte nothing;
            fixed (byte* ticketBody = &MemoryMarshal.GetReference(ticket))
            fixed (byte* userBody = &MemoryMarshal.GetReference(userid))
            {
                Outcome outcome;
                Check(Verify(
                    ticketBody == null ? &nothing : ticketBody, (UIntPtr)(uint)ticket.Length,
                    userBody == null ? &nothing : userBody, (UIntPtr)(uint)userid.Length, expected, now, out outcome));
                return outcome;
            }
        }
#endif

        private int Verify(Utf8 ticket, Utf8 user, Expected expected, long? now, out Outcome outcome)
        {
            fixed (byte* ticketBody = ticket.Body)
            fixed (byte* userBody = user.Body)
            {
                return Verify(ticketBody, ticket.Length, userBody, user.Length, expected, now, out outcome);
            }
        }

        private int Verify(
            byte* ticket, UIntPtr ticketLength, byte* user, UIntPtr userLength, Expected expected, long? now,
            out Outcome outcome)
        {
            Native.Outcome found;
            byte* usual = stackalloc byte[Usual];
            byte[] userbuf = null;
            outcome = null;
            fixed (byte* text = expected == null ? null : expected.Text.Body)
            {
                Native.Expected lowered = Lower(expected, text);
                long time = Native.Given(now);
                int status = Native.usersig_verify(
                    handle, ticket, ticketLength, user, userLength, &lowered, time, &found, usual, (UIntPtr)Usual);
                if (status == Native.BufferTooSmall)
                {
                    userbuf = new byte[(int)found.UserBufLength];
                    fixed (byte* to = userbuf)
                    {
                        status = Native.usersig_verify(
                            handle, ticket, ticketLength, user, userLength, &lowered, time, &found, to,
                            (UIntPtr)(uint)userbuf.Length);
                    }
                }
                if (status != Native.Ok)
                {
                    return status;
                }
            }
            outcome = new Outcome(ref found);
            if (found.HasUserBuf != 0)
            {
                if (userbuf == null)
                {
                    userbuf = new byte[(int)found.UserBufLength];
                    for (int at = 0; at < userbuf.Length; at++)
                    {
                        userbuf[at] = usual[at];
                    }
                }
                outcome.UserBuf = userbuf;
                if (found.RoomKind == 2)
                {
                    outcome.Room = Room.FromName(System.Text.Encoding.UTF8.GetString(
                        userbuf, (int)found.RoomStrOffset, (int)found.RoomStrLength));
                }
            }
            return Native.Ok;
        }

        private static Native.Expected Lower(Expected expected, byte* text)
        {
            if (expected == null)
            {
                return new Native.Expected();
            }
            return new Native.Expected
            {
                Kind = expected.Kind,
                Text = text,
                TextLength = expected.Text.Length,
                RoomId = expected.RoomId,
                Privileges = expected.Privileges,
            };
        }
    }
}
