using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Usersig;

/// <summary>Bad input, many at once, threads and memory.</summary>
internal static class Door
{
    internal const string Secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    internal static void Refused(Kind kind, Action call)
    {
        UsersigException fault = Check.Fault(call);
        Check.That(fault != null, kind + ": nothing thrown");
        Check.Equal(fault.Message, kind, fault.Kind);
        Check.That(fault.Code != 0 && fault.CCode != 0 && fault.Message != "" && fault.Name != "", kind + ": " + fault);
        Check.That(fault is RejectedException == (int)kind > 100, kind + ": type");
    }

    /// <summary>A row has the fault of the call for one.</summary>
    private static void Same(UsersigException one, UsersigException row)
    {
        Check.Equal("row", one.Message, row == null ? null : row.Message);
        Check.Equal("row", one.Code, row.Code);
        Check.Equal("row", one.GetType(), row.GetType());
    }

    internal static Application New()
    {
        return new Application(1400000000, Secret);
    }

    internal static void BadInput()
    {
        using (Application application = New())
        {
            foreach (string userid in new[] { null, "", "a\0b", new string('a', 1 << 20), "a\ud800", "\udc00b", "a\n", new string('a', 33) })
            {
                Refused(Kind.InvalidUserId, () => application.Sign(userid));
                Refused(Kind.InvalidUserId, () => application.SignPrivateMapKey(userid, 60, Room.FromId(1)));
                Signed[] rows = application.SignMany(new[] { "xiaojun", userid, "xiaohong" }, 60);
                Check.That(rows[0].Ticket != null && rows[1].Ticket == null && rows[2].Ticket != null, "rows");
                Check.Equal("row", Kind.InvalidUserId, rows[1].Fault.Kind);
                Check.That(rows[1].Fault.Message.EndsWith("; " + rows[1].Fault.Hint) && rows[1].Fault.Hint != "", "hint");
                Same(Check.Fault(() => application.Sign(userid)), rows[1].Fault);
                application.Verify(rows[2].Ticket, "xiaohong");
            }
            string ticket = application.Sign("xiaojun");
            Refused(Kind.MismatchUserId, () => application.Verify(ticket, "xiaohong"));
            foreach (string userid in new[] { null, "", "a\0", "a\ud800" })
            {
                Refused(Kind.InvalidUserId, () => application.Verify(ticket, userid));
                Check.Equal("row", Kind.InvalidUserId, application.VerifyMany(new[] { new Row(ticket, userid) })[0].Fault.Kind);
            }
            Refused(Kind.InvalidUserId, () => application.Verify(ticket, new string('a', 1 << 20)));
            foreach (Row row in new[] { new Row(null, "xiaojun"), new Row(ticket, null), new Row(null, null), new Row("", "xiaojun"), default(Row) })
            {
                Verified[] rows = application.VerifyMany(new[] { new Row(ticket, "xiaohong"), row, new Row(ticket, "xiaojun") });
                Same(Check.Fault(() => application.Verify(row.Ticket, row.UserId)), rows[1].Fault);
                Check.That(rows[0].Fault.Kind == Kind.MismatchUserId && rows[2].Outcome != null, "rows");
            }
            Refused(Kind.InvalidTicket, () => application.Verify((string)null, "u"));
            Refused(Kind.InvalidTicket, () => Ticket.Inspect(null));
            Refused(Kind.InvalidTicket, () => Ticket.Diagnose(null));
            Refused(Kind.Empty, () => application.Verify("", "u"));
            foreach (string broken in new[] { "x", "\0", "eJ", "\ud800", new string('e', 1 << 20) })
            {
                Refused(Kind.Undecodable, () => application.Verify(broken, "u"));
                Refused(Kind.Undecodable, () => Ticket.Inspect(broken));
            }
            Refused(Kind.InvalidExpire, () => application.Sign("u", -1));
            Refused(Kind.InvalidExpire, () => application.Sign("u", long.MaxValue));
            Refused(Kind.InvalidExpire, () => application.SignMany(new[] { "u" }, -1));
            Refused(Kind.InvalidTime, () => application.Sign("u", 1, null, -1));
            Refused(Kind.InvalidUserBuf, () => application.Sign("u", 1, new byte[1 << 20]));
            foreach (Room room in new[]
            {
                default(Room), Room.FromId(0), Room.FromId(-1), Room.FromId(1L << 32), Room.FromName(null), Room.FromName(""),
                Room.FromName("a\ud800"), Room.FromName(new string('a', 65)),
            })
            {
                Refused(Kind.InvalidRoom, () => application.SignPrivateMapKey("u", 60, room));
            }
            Refused(Kind.InvalidPrivileges, () => application.SignPrivateMapKey("u", 60, Room.FromId(1), 256));
            Refused(Kind.BufferTooSmall, () => application.Sign(new byte[] { 97 }, new byte[10]));
            Refused(Kind.InvalidUserId, () => application.Sign((byte[])null, new byte[1000]));
            Refused(Kind.BufferTooSmall, () => application.Sign(new byte[] { 97 }, (byte[])null));
            Refused(Kind.InvalidArgument, () => application.SignMany(null));
            Refused(Kind.InvalidArgument, () => application.VerifyMany(null));
        }
        foreach (long sdkappid in new[] { 0, -1, 1L << 32, (1L << 32) + 1, long.MaxValue, long.MinValue })
        {
            Refused(Kind.InvalidSdkAppId, () => new Application(sdkappid, Secret));
        }
        foreach (string key in new[] { null, "", "-----BEGIN PRIVATE KEY-----", "k\ud800" })
        {
            Refused(Kind.InvalidKey, () => new Application(1, key));
        }
        Refused(Kind.InvalidArgument, () => new Application(1, null, null));
        Refused(Kind.InvalidArgument, () => new Application(1, new[] { Secret }, new Options { UserIdForm = (UserIdForm)9 }));
    }

    /// <summary>The number by which the library is told that one was left out is no way to leave one out.</summary>
    internal static void SmallestNumber()
    {
        long least = long.MinValue;
        Refused(Kind.InvalidArgument, () => new Application(1, new[] { "k" }, new Options { MaxClockSkew = least }));
        Refused(Kind.InvalidArgument, () => new Application(1, new[] { "k" }, new Options { LongestValidity = least }));
        using (Application application = New())
        {
            string ticket = application.Sign("u");
            byte[] user = { 117 }, text = System.Text.Encoding.UTF8.GetBytes(ticket), to = new byte[1000];
            Refused(Kind.InvalidTime, () => application.Sign("u", 60, null, least));
            Refused(Kind.InvalidTime, () => application.Sign(user, to, 60, least));
            Refused(Kind.InvalidTime, () => application.SignPrivateMapKey("u", 60, Room.FromId(1), 255, least));
            Refused(Kind.InvalidTime, () => application.SignPrivateMapKey("u", 60, Room.FromName("a"), 255, least));
            Refused(Kind.InvalidTime, () => application.SignMany(new[] { "u" }, 60, least));
            Refused(Kind.InvalidTime, () => application.Verify(ticket, "u", null, least));
            Refused(Kind.InvalidTime, () => application.Verify(text, user, null, least));
            Refused(Kind.InvalidTime, () => application.VerifyMany(new[] { new Row(ticket, "u") }, null, least));
            Outcome outcome;
            UsersigException fault;
            Check.That(!application.TryVerify(ticket, "u", out outcome, out fault, null, least), "TryVerify");
            Check.Equal("TryVerify", Kind.InvalidTime, fault.Kind);
#if NETSTANDARD2_1_OR_GREATER
            Refused(Kind.InvalidTime, () => application.Sign(new ReadOnlySpan<byte>(user), new Span<byte>(to), 60, least));
            Refused(Kind.InvalidTime, () => application.Verify(new ReadOnlySpan<byte>(text), new ReadOnlySpan<byte>(user), null, least));
#endif
            Refused(Kind.InvalidTime, () => Ticket.Diagnose(ticket, new Symptoms { Now = least }));
            Refused(Kind.InvalidSdkAppId, () => Ticket.Diagnose(ticket, new Symptoms { SdkAppId = least }));
            Refused(Kind.InvalidSdkAppId, () => Ticket.Diagnose(ticket, new Symptoms
            {
                Others = new[] { new KeyValuePair<long, string>(least, "k") },
            }));
        }
    }

    internal static void Use()
    {
        Application application = New();
        Check.Equal("SDKAppID", 1400000000L, application.SdkAppId);
        Check.Equal("fingerprint", 8, application.KeyFingerprint.Length);
        Check.That(!application.ToString().Contains(Secret), "the key is shown");
        Check.That(Application.LibraryVersion.StartsWith("0."), Application.LibraryVersion);
        string ticket = application.Sign("xiaojun");
        using (Application ring = new Application(1400000000, new[] { "new", Secret }, null))
        {
            Check.Equal("key index", 1, ring.Verify(ticket, "xiaojun").KeyIndex);
        }
        string[] users = Enumerable.Range(0, 3000).Select(at => "user" + at).ToArray();
        Signed[] rows = application.SignMany(users);
        Verified[] verified = application.VerifyMany(rows.Select((row, at) => new Row(row.Ticket, users[at])).ToArray());
        Check.That(verified.All(row => row.Fault == null && row.Outcome != null), "many");
        // Longer than the usual buffers.
        byte[] userbuf = new byte[8000];
        new Random(1).NextBytes(userbuf);
        Check.That(application.Verify(application.Sign("u", 60, userbuf), "u").UserBuf.SequenceEqual(userbuf), "long UserBuf");
        using (Application wide = new Application(1, new[] { "k" }, new Options { UserIdForm = UserIdForm.Utf8 }))
        {
            Check.That(wide.SignMany(Enumerable.Repeat(new string('长', 600), 50).ToArray()).All(row => row.Fault == null), "long UserIDs");
        }
        application.Dispose();
        application.Dispose();
        bool disposed = false;
        try
        {
            application.Sign("u");
        }
        catch (ObjectDisposedException)
        {
            disposed = true;
        }
        Check.That(disposed, "a disposed application signs");
    }

    internal static void EightThreads()
    {
        int done = 0;
        Exception failed = null;
        using (Application application = New())
        {
            Thread[] threads = Enumerable.Range(0, 8).Select(number => new Thread(() =>
            {
                try
                {
                    for (int at = 0; at < 10000; at++)
                    {
                        string userid = "user-" + number + "-" + at, ticket = application.Sign(userid, 60);
                        application.Verify(ticket, userid);
                        Outcome outcome;
                        UsersigException fault;
                        // Each thread meets its own fault.
                        application.TryVerify(at % 2 == 0 ? ticket : "x", "nobody", out outcome, out fault);
                        Check.Equal("fault", at % 2 == 0 ? Kind.MismatchUserId : Kind.Undecodable, fault.Kind);
                        Interlocked.Increment(ref done);
                    }
                }
                catch (Exception e)
                {
                    failed = e;
                }
            })).ToArray();
            foreach (Thread thread in threads)
            {
                thread.Start();
            }
            foreach (Thread thread in threads)
            {
                thread.Join();
            }
        }
        Check.That(failed == null, "" + failed);
        Check.Equal("tickets", 80000, done);
    }

    /// <summary>The bound is 8 MiB, of which the collector of mono takes its part.</summary>
    internal static void MillionTickets()
    {
        using (Application application = New())
        {
            Action<int> round = count =>
            {
                Outcome outcome;
                UsersigException fault;
                for (int at = 0; at < count; at++)
                {
                    string ticket = application.Sign("xiaojun");
                    if (at % 16 == 0)
                    {
                        application.Verify(ticket, "xiaojun");
                        application.TryVerify("x", "xiaojun", out outcome, out fault);
                        New().Dispose();
                        Ticket.Inspect(ticket);
                    }
                    if (at % 256 == 0)
                    {
                        Ticket.Diagnose(ticket);
                    }
                }
                GC.Collect();
                GC.WaitForPendingFinalizers();
            };
            round(200000);
            long before = Resident();
            round(1000000);
            long after = Resident();
            Check.That(after <= before + 8192, before + " KiB became " + after + " KiB");
            Console.WriteLine("memory: {0} KiB, then {1} KiB", before, after);
        }
    }

    private static long Resident()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmRSS:"));
        return long.Parse(new string(line.Where(char.IsDigit).ToArray()));
    }
}
