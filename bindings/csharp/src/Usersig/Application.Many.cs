using System;
using System.Collections.Generic;

namespace Usersig
{
    /// <summary>A row of <see cref="Application.SignMany"/>: a ticket or a fault.</summary>
    public struct Signed
    {
        /// <summary>The ticket; null if there is a fault.</summary>
        public string Ticket { get; internal set; }

        /// <summary>Why there is no ticket; null if there is one.</summary>
        public UsersigException Fault { get; internal set; }
    }

    /// <summary>A ticket to be verified, and the user whose it should be.</summary>
    public struct Row
    {
        /// <summary>Any text, and a user.</summary>
        public Row(string ticket, string userid)
            : this()
        {
            Ticket = ticket;
            UserId = userid;
        }

        /// <summary>The ticket.</summary>
        public string Ticket { get; private set; }

        /// <summary>The user whose ticket it should be.</summary>
        public string UserId { get; private set; }
    }

    /// <summary>A row of <see cref="Application.VerifyMany"/>: an outcome or a fault.</summary>
    public struct Verified
    {
        /// <summary>What the ticket says, without the UserBuf and a string room; null if there is a fault.</summary>
        public Outcome Outcome { get; internal set; }

        /// <summary>Why the ticket is turned away; null if it is valid.</summary>
        public UsersigException Fault { get; internal set; }
    }

    public sealed unsafe partial class Application
    {
        // The crossing weighs nothing any more, and the memory stays within the processor's cache.
        private const int Chunk = 1024;

        /// <summary>
        /// Makes a ticket for each user, all of the same validity (seconds). A UserID that must not be
        /// signed is a fault of its row, and the others get their tickets.
        /// </summary>
        /// <exception cref="UsersigException">The fault is about all rows.</exception>
        public Signed[] SignMany(IReadOnlyList<string> userids, long expire = DefaultExpire, long? now = null)
        {
            if (userids == null)
            {
                throw UsersigException.Argument("the UserIDs are null", "pass a list, which may be empty");
            }
            long time = Native.Given(now ?? Clock());
            Signed[] rows = new Signed[userids.Count];
            byte[] tickets = new byte[320 * Math.Min(Chunk, rows.Length)];
            for (int start = 0; start < rows.Length; start += Chunk)
            {
                SignChunk(userids, start, Math.Min(Chunk, rows.Length - start), expire, time, rows, ref tickets);
            }
            return rows;
        }

        /// <summary>Verifies many tickets at one moment; <paramref name="expected"/> is for all rows.</summary>
        /// <exception cref="UsersigException">The fault is about all rows.</exception>
        public Verified[] VerifyMany(IReadOnlyList<Row> rows, Expected expected = null, long? now = null)
        {
            if (rows == null)
            {
                throw UsersigException.Argument("the rows are null", "pass a list, which may be empty");
            }
            long time = Native.Given(now ?? Clock());
            Verified[] verified = new Verified[rows.Count];
            for (int start = 0; start < verified.Length; start += Chunk)
            {
                VerifyChunk(rows, start, Math.Min(Chunk, verified.Length - start), expected, time, verified);
            }
            return verified;
        }

        private static long Clock()
        {
            return DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        }

        private void SignChunk(
            IReadOnlyList<string> userids, int start, int count, long expire, long now, Signed[] rows,
            ref byte[] tickets)
        {
            Packed users = new Packed(count);
            for (int at = 0; at < count; at++)
            {
                users.Add(userids[start + at]);
            }
            UIntPtr[] offsets = new UIntPtr[count + 1];
            int[] statuses = new int[count];
            if (SignPacked(users, count, expire, now, ref tickets, offsets, statuses) == Native.BufferTooSmall)
            {
                Check(SignPacked(users, count, expire, now, ref tickets, offsets, statuses));
            }
            for (int at = 0; at < count; at++)
            {
                if (statuses[at] == Native.Ok)
                {
                    int from = (int)offsets[at];
                    rows[start + at].Ticket =
                        System.Text.Encoding.UTF8.GetString(tickets, from, (int)offsets[at + 1] - from);
                    continue;
                }
                rows[start + at].Fault =
                    userids[start + at] == null ? Nobody(expire, now) : UsersigException.OfRow(at);
            }
        }

        /// <summary>The fault of a null UserID, which the rows in one piece of memory cannot express.</summary>
        private UsersigException Nobody(long expire, long now)
        {
            byte nothing;
            UIntPtr length;
            Sign(new Utf8(), expire, Carried.UserBuf(null), now, &nothing, 1, &length);
            return UsersigException.Last();
        }

        /// <summary>Makes room and says so if there was too little.</summary>
        private int SignPacked(
            Packed users, int count, long expire, long now, ref byte[] tickets, UIntPtr[] offsets, int[] statuses)
        {
            UIntPtr length;
            int status;
            fixed (byte* from = users.Body)
            fixed (UIntPtr* fromOffsets = users.Offsets)
            fixed (byte* to = tickets)
            fixed (UIntPtr* toOffsets = offsets)
            fixed (int* toStatuses = statuses)
            {
                status = Native.usersig_sign_many_packed(
                    handle, from, fromOffsets, (UIntPtr)(uint)count, expire, now, to,
                    (UIntPtr)(uint)tickets.Length, &length, toOffsets, toStatuses);
            }
            if (status == Native.BufferTooSmall)
            {
                tickets = new byte[(int)length];
                return status;
            }
            Check(status);
            return status;
        }

        private void VerifyChunk(
            IReadOnlyList<Row> rows, int start, int count, Expected expected, long now, Verified[] verified)
        {
            Packed users = new Packed(count);
            Packed tickets = new Packed(count);
            for (int at = 0; at < count; at++)
            {
                users.Add(rows[start + at].UserId);
                tickets.Add(rows[start + at].Ticket);
            }
            Native.Outcome[] outcomes = new Native.Outcome[count];
            int[] statuses = new int[count];
            fixed (byte* text = expected == null ? null : expected.Text.Body)
            fixed (byte* ticketBody = tickets.Body)
            fixed (UIntPtr* ticketOffsets = tickets.Offsets)
            fixed (byte* userBody = users.Body)
            fixed (UIntPtr* userOffsets = users.Offsets)
            fixed (Native.Outcome* toOutcomes = outcomes)
            fixed (int* toStatuses = statuses)
            {
                Native.Expected lowered = Lower(expected, text);
                Check(Native.usersig_verify_many_packed(
                    handle, ticketBody, ticketOffsets, userBody, userOffsets, (UIntPtr)(uint)count, &lowered, now,
                    toOutcomes, toStatuses));
            }
            for (int at = 0; at < count; at++)
            {
                if (statuses[at] == Native.Ok)
                {
                    verified[start + at].Outcome = new Outcome(ref outcomes[at]);
                    continue;
                }
                Row row = rows[start + at];
                if (row.Ticket != null && row.UserId != null)
                {
                    verified[start + at].Fault = UsersigException.OfRow(at);
                    continue;
                }
                // Null is an empty text among the rows in one piece of memory; the call for one tells.
                Outcome outcome;
                UsersigException fault;
                TryVerify(row.Ticket, row.UserId, out outcome, out fault, expected, now);
                verified[start + at].Outcome = outcome;
                verified[start + at].Fault = fault;
            }
        }

        /// <summary>Texts in one piece of memory. Null is an empty one there.</summary>
        private sealed class Packed
        {
            // The longest array of bytes that every runtime has.
            private const long Largest = 0x7fffffc7;

            internal byte[] Body;
            internal readonly UIntPtr[] Offsets;
            private int used;
            private int count;

            internal Packed(int rows)
            {
                Body = new byte[32 * rows + 1];
                Offsets = new UIntPtr[rows + 1];
            }

            internal void Add(string text)
            {
                Utf8 bytes = Utf8.Of(text);
                if (bytes.Count > Body.Length - used)
                {
                    Array.Resize(ref Body, (int)Math.Min(Largest, 2L * used + bytes.Count));
                }
                if (bytes.Count > 0)
                {
                    Buffer.BlockCopy(bytes.Body, 0, Body, used, bytes.Count);
                }
                used += bytes.Count;
                Offsets[++count] = (UIntPtr)(uint)used;
            }
        }
    }
}
