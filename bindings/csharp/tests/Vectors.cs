using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Usersig;
using Case = System.Collections.Generic.Dictionary<string, object>;

/// <summary>Every case of the vectors through the public door.</summary>
internal static class Vectors
{
    internal static int Count;

    internal static object Get(Case item, string name)
    {
        object value;
        return item != null && item.TryGetValue(name, out value) ? value : null;
    }

    internal static Case Part(Case item, string name)
    {
        return Get(item, name) as Case;
    }

    private static IEnumerable<Case> Read(string folder, string pattern)
    {
        return All(folder, pattern).Select(item =>
        {
            Count++;
            return item;
        });
    }

    /// <summary>The cases of the files, without counting them.</summary>
    internal static IEnumerable<Case> All(string folder, string pattern)
    {
        string[] files = Directory.GetFiles(Path.Combine(Environment.GetEnvironmentVariable("USERSIG_VECTORS"), folder), pattern);
        Check.That(files.Length > 0, "no vectors: " + pattern);
        return files.SelectMany(File.ReadLines).Select(Json.Object);
    }

    internal static string Key(Case key)
    {
        return (string)(Get(key, "hmac") ?? Get(key, "pem"));
    }

    internal static Room? RoomOf(Case room)
    {
        return room == null ? (Room?)null
            : room.ContainsKey("id") ? Room.FromId((long)room["id"]) : Room.FromName((string)room["str"]);
    }

    private static Expected ExpectedOf(Case policy)
    {
        if (Get(policy, "room") != null)
        {
            return Expected.Room(RoomOf(Part(policy, "room")).Value, (long)(Get(policy, "privileges") ?? 0L));
        }
        object userbuf = Get(policy, "userbuf");
        return userbuf is Case ? Expected.UserBuf(Convert.FromBase64String((string)((Case)userbuf)["base64"]))
            : (string)userbuf == "none" ? Expected.NoUserBuf() : null;
    }

    private static void Fault(Case item, string title, UsersigException fault)
    {
        Case expect = Part(item, "expect");
        Check.That(fault != null, title + ": no fault");
        string refused = (string)Get(expect, "refused");
        if (refused != null)
        {
            Check.Equal(title, refused == "userid" ? Kind.InvalidUserId : Kind.InvalidSdkAppId, fault.Kind);
            return;
        }
        Check.Equal(title, false, expect["valid"]);
        Check.Equal(title, expect["code"], (long)fault.Code);
        Check.Equal(title, expect["c_code"], (long)fault.CCode);
        Check.That(fault is RejectedException && fault.TrtcCode != null && fault.Hint != "", title);
    }

    private static void Found(Case expect, string title, Outcome outcome, bool whole)
    {
        Check.That(outcome != null, title + ": no outcome");
        Check.Equal(title, expect["algorithm"], outcome.Algorithm == Algorithm.HmacSha256 ? "hmac-sha256" : "ecdsa-sha256");
        Check.Equal(title, expect["time"], outcome.Time);
        Check.Equal(title, expect["expire"], outcome.Expire);
        Check.Equal(title, outcome.Time + outcome.Expire, outcome.ExpiresAt);
        Check.Equal(title, expect["privileges"], (object)outcome.Privileges);
        if (whole)
        {
            Check.Equal(title, RoomOf(Part(expect, "room")), outcome.Room);
            Check.Equal(title, expect["userbuf"], outcome.UserBuf == null ? null : Convert.ToBase64String(outcome.UserBuf));
        }
    }

    private static void Verify(Application application, Case item, string title)
    {
        string ticket = (string)item["ticket"], userid = (string)Part(item, "request")["userid"];
        Expected expected = ExpectedOf(Part(item, "policy"));
        long now = (long)item["now"];
        Case expect = Part(item, "expect");
        Outcome outcome;
        UsersigException fault;
        bool valid = application.TryVerify(ticket, userid, out outcome, out fault, expected, now);
        Verified row = application.VerifyMany(new[] { new Row(ticket, userid) }, expected, now)[0];
        UsersigException thrown = Check.Fault(() => application.Verify(ticket, userid, expected, now));
        Check.Equal(title, valid, thrown == null);
#if NETSTANDARD2_1_OR_GREATER
        UsersigException spans = Check.Fault(() => application.Verify(
            new ReadOnlySpan<byte>(Encoding.UTF8.GetBytes(ticket)), new ReadOnlySpan<byte>(Encoding.UTF8.GetBytes(userid)), expected, now));
        Check.Equal(title, thrown == null ? null : thrown.Message, spans == null ? null : spans.Message);
#endif
        if (!true.Equals(Get(expect, "valid")))
        {
            Fault(item, title, fault);
            Fault(item, title, row.Fault);
            Fault(item, title, thrown);
            return;
        }
        Check.That(valid && row.Fault == null, title + ": " + fault);
        Found(expect, title, outcome, true);
        Found(expect, title, row.Outcome, false);
    }

    internal static void VerifyCases()
    {
        foreach (Case item in Read("verify", "*.jsonl"))
        {
            Case policy = Part(item, "policy");
            Application application = null;
            UsersigException fault = Check.Fault(() => application = new Application(
                (long)Part(item, "request")["sdkappid"],
                ((List<object>)item["keys"]).Select(key => Key((Case)key)),
                new Options
                {
                    MaxClockSkew = (long?)Get(policy, "max_clock_skew"),
                    LongestValidity = (long?)Get(policy, "longest_validity"),
                    LegacyUtcOffset = (int)(long)(Get(policy, "legacy_utc_offset") ?? 0L),
                }));
            if (fault != null)
            {
                Fault(item, (string)item["title"], fault);
                continue;
            }
            using (application)
            {
                Verify(application, item, (string)item["title"]);
            }
        }
    }

    internal static void KeyCases()
    {
        foreach (Case item in Read("", "keys.jsonl"))
        {
            string title = (string)item["title"], text;
            try
            {
                text = new UTF8Encoding(false, true).GetString(Convert.FromBase64String((string)item["key_base64"]));
            }
            catch (DecoderFallbackException)
            {
                // A key that is no text cannot be a string; such files are for other doors.
                Count--;
                NotText++;
                continue;
            }
            Application application = null;
            UsersigException fault = Check.Fault(() => application = new Application(1400000000, text));
            string kind = (string)Get(Part(item, "expect"), "kind");
            if (kind == null)
            {
                Check.That(fault != null && fault.Kind == Kind.InvalidKey, title);
                continue;
            }
            Check.That(fault == null, title + ": " + fault);
            Check.Equal(title, kind == "hmac" ? Algorithm.HmacSha256 : kind == "ecdsa-private" ? Algorithm.EcdsaSha256 : Algorithm.None,
                application.Algorithm);
            if (Part(item, "verifies") != null)
            {
                Verify(application, Part(item, "verifies"), title);
            }
        }
    }

    internal static int NotText;

    internal static void SignCases()
    {
        Dictionary<string, Kind> kinds = new Dictionary<string, Kind>
        {
            { "userid", Kind.InvalidUserId }, { "sdkappid", Kind.InvalidSdkAppId }, { "room", Kind.InvalidRoom },
            { "validity", Kind.InvalidExpire }, { "userbuf", Kind.InvalidUserBuf },
        };
        foreach (Case item in Read("", "sign.jsonl"))
        {
            string title = (string)item["title"], ticket = null, userid = (string)item["userid"];
            long time = (long)item["time"], expire = (long)item["expire"];
            Case expect = Part(item, "expect");
            UsersigException fault = Check.Fault(() =>
            {
                Options options = new Options { UserIdForm = (UserIdForm)Enum.Parse(typeof(UserIdForm), (string)item["form"], true) };
                using (Application application = new Application((long)item["sdkappid"], new[] { Key(Part(item, "key")) }, options))
                {
                    Room? room = RoomOf(Part(item, "room"));
                    string userbuf = (string)item["userbuf"];
                    ticket = room != null
                        ? application.SignPrivateMapKey(userid, expire, room.Value, (long)item["privileges"], time)
                        : application.Sign(userid, expire, userbuf == null ? null : Convert.FromBase64String(userbuf), time);
                    application.Verify(ticket, userid, null, time);
                    if (room == null && userbuf == null)
                    {
                        byte[] to = new byte[application.MaxLength(userid)];
                        int length = application.Sign(Encoding.UTF8.GetBytes(userid), to, expire, time);
                        application.Verify(Encoding.UTF8.GetString(to, 0, length), userid, null, time);
#if NETSTANDARD2_1_OR_GREATER
                        length = application.Sign(
                            new ReadOnlySpan<byte>(Encoding.UTF8.GetBytes(userid)), new Span<byte>(to), expire, time);
                        application.Verify(Encoding.UTF8.GetString(to, 0, length), userid, null, time);
#endif
                        Check.Equal(title, null, application.SignMany(new[] { userid }, expire, time)[0].Fault);
                    }
                }
            });
            string error = (string)Get(expect, "error");
            if (error != null)
            {
                Check.That(fault != null && fault.Kind == kinds[error] && ticket == null, title);
                continue;
            }
            Check.That(fault == null, title + ": " + fault);
            Claims claims = Ticket.Inspect(ticket);
            Check.Equal(title, expect["userbuf"], claims.UserBuf == null ? null : Convert.ToBase64String(claims.UserBuf));
            if (expect.ContainsKey("sig"))
            {
                Check.Equal(title, expect["sig"], Convert.ToBase64String(claims.Signature));
            }
        }
    }

    internal static void PublishedCases()
    {
        foreach (Case item in Read("published", "*.jsonl"))
        {
            object valid = item["now_valid"];
            string userid = (string)item["userid"];
            using (Application application = new Application(
                (long)item["sdkappid"], (string)(Get(item, "key") ?? Get(item, "public_key_pem"))))
            {
                UsersigException fault = Check.Fault(() => application.Verify(
                    (string)item["usersig"], userid, null, (long)(valid ?? item["time"])));
                Check.Equal((string)item["id"], valid != null && !userid.Any(char.IsControl), fault == null);
            }
        }
    }
}
