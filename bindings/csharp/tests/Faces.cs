using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Usersig;
using Usersig.Debug;

/// <summary>The drop-in names, and the published Go package in both directions.</summary>
internal static class Faces
{
    internal const string PrivateKey = @"-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWtRjgjZA7pc2JIAD
wNryGlK0kq225cjqJZnyig6GMKmhRANCAAT7xB2Yqr9DVcOVt+RbPgmB6myVGnEr
DXACd3d6oLQ/UGTxTfxwWNDAJzOlq3MDXFBfPOoThfYzLN9ujNw+HRg8
-----END PRIVATE KEY-----
";
    private const string PublicKey = @"-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+8QdmKq/Q1XDlbfkWz4JgepslRpx
Kw1wAnd3eqC0P1Bk8U38cFjQwCczpatzA1xQXzzqE4X2MyzfbozcPh0YPA==
-----END PUBLIC KEY-----
";

    internal static void Current()
    {
        foreach (tencentyun.TLSSigAPIv2 api in new[]
        {
            new tencentyun.TLSSigAPIv2(1400000000, Door.Secret), new tencentcloud.TLSSigAPIv2(1400000000, Door.Secret),
        })
        using (Application verifier = new Application(1400000000, Door.Secret))
        {
            foreach (string ticket in new[] { api.genUserSig("用户"), api.GenUserSig("用户"), api.genSig("用户"), api.GenSig("用户"), api.gen_sig("用户") })
            {
                Check.Equal("180 days", 15552000L, verifier.Verify(ticket, "用户", Expected.NoUserBuf()).Expire);
            }
            Check.Equal("expire", 60L, verifier.Verify(api.GenUserSig("u", 60), "u").Expire);
            foreach (string ticket in new[] { api.genPrivateMapKey("u", 60, 7, 42), api.GenPrivateMapKey("u", 60, 7, 42) })
            {
                Check.Equal("room", 42L, verifier.Verify(ticket, "u", Expected.Room(Room.FromId(7), 42)).Privileges);
            }
            foreach (string ticket in new[]
            {
                api.genPrivateMapKeyWithStringRoomID("u", 60, "lobby", 42), api.GenPrivateMapKeyWithStringRoomID("u", 60, "lobby", 42),
            })
            {
                Check.Equal("room", 42L, verifier.Verify(ticket, "u", Expected.Room(Room.FromName("lobby"), 42)).Privileges);
            }
            byte[] userbuf = api.genUserBuf("u", 7, 60, 42, 0);
            Check.Equal("userbuf", Room.FromId(7), verifier.Verify(verifier.Sign("u", 60, userbuf), "u").Room);
            Door.Refused(Kind.InvalidArgument, () => api.genUserBuf("u", 7, 60, 42, 1));
            Door.Refused(Kind.InvalidUserId, () => api.genUserSig(null));
            Door.Refused(Kind.InvalidUserId, () => api.genUserSig("a\ud800"));
            Door.Refused(Kind.InvalidUserId, () => api.genUserSig("a\n"));
            Door.Refused(Kind.InvalidExpire, () => api.genUserSig("u", -1));
            Door.Refused(Kind.InvalidRoom, () => api.genPrivateMapKey("u", 60, 0, 255));
            Door.Refused(Kind.InvalidRoom, () => api.genPrivateMapKeyWithStringRoomID("u", 60, null, 255));
            Door.Refused(Kind.InvalidPrivileges, () => api.genPrivateMapKey("u", 60, 1, 256));
        }
        Door.Refused(Kind.InvalidSdkAppId, () => new tencentyun.TLSSigAPIv2(0, Door.Secret));
        Door.Refused(Kind.InvalidKey, () => new tencentyun.TLSSigAPIv2(1, null));
        Door.Refused(Kind.InvalidKey, () => new tencentyun.TLSSigAPIv2(1, PrivateKey));
        Door.Refused(Kind.InvalidKey, () => new tencentyun.TLSSigAPIv2(1, "k\udc00"));
    }

    internal static void Legacy()
    {
        using (Application verifier = new Application(1400000000, PublicKey))
        {
            Check.Equal("180 days", 15552000L,
                verifier.Verify(new tencentyun.TLSSigAPI(1400000000, PrivateKey).genSig("xiaojun"), "xiaojun").Expire);
            Check.Equal("expire", 60L,
                verifier.Verify(new tencentyun.TLSSigAPI(1400000000, PrivateKey, PublicKey).genSig("u", 60), "u").Expire);
        }
        Door.Refused(Kind.InvalidKey, () => new tencentyun.TLSSigAPI(1, "secret"));
        Door.Refused(Kind.InvalidKey, () => new tencentyun.TLSSigAPI(1, PublicKey, "").genSig("u"));
        Door.Refused(Kind.InvalidUserId, () => new tencentyun.TLSSigAPI(1, PrivateKey).genSig(""));
    }

    internal static void DebugOnly()
    {
        TextWriter before = Console.Error;
        StringWriter printed = new StringWriter();
        Console.SetError(printed);
        try
        {
            Door.Refused(Kind.InvalidSdkAppId, () => GenerateTestUserSig.genTestUserSig("u"));
            GenerateTestUserSig.SDKAPPID = 1400000000;
            Door.Refused(Kind.InvalidKey, () => GenerateTestUserSig.GetInstance().GenTestUserSig("u"));
            GenerateTestUserSig.SECRETKEY = Door.Secret;
            using (Application verifier = new Application(1400000000, Door.Secret))
            {
                Check.Equal("7 days", 604800L, verifier.Verify(GenerateTestUserSig.genTestUserSig("u"), "u").Expire);
                Check.Equal("7 days", 604800L, verifier.Verify(GenerateTestUserSig.GetInstance().GenTestUserSig("u"), "u").Expire);
            }
        }
        finally
        {
            Console.SetError(before);
        }
        Check.Equal("one warning", 1, printed.ToString().Split('\n').Count(line => line.Contains("debugging only")));
    }

    /// <summary>Go verifies ours, we verify Go's.</summary>
    internal static void GoPeer()
    {
        ProcessStartInfo start = new ProcessStartInfo(Environment.GetEnvironmentVariable("USERSIG_PEERS") + "/run", "go")
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        using (Process go = Process.Start(start))
        using (Application application = new Application(1400000000, new[] { Door.Secret }, new Options { UserIdForm = UserIdForm.Utf8 }))
        {
            Func<string, Dictionary<string, object>> ask = line =>
            {
                go.StandardInput.WriteLine("{\"sdkappid\":1400000000,\"key\":" + Json.Quote(Door.Secret) + "," + line + "}");
                go.StandardInput.Flush();
                return Json.Object(go.StandardOutput.ReadLine());
            };
            long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            tencentyun.TLSSigAPIv2 api = new tencentyun.TLSSigAPIv2(1400000000, Door.Secret);
            foreach (string userid in new[] { "xiaojun", "a b", "用户", "quote\"\\", "😀" })
            {
                foreach (byte[] userbuf in new[] { null, new byte[] { 0, 255, 10 } })
                {
                    string carried = userbuf == null ? "null" : Json.Quote(Convert.ToBase64String(userbuf));
                    string ours = userbuf == null ? api.genUserSig(userid, 600) : application.Sign(userid, 600, userbuf);
                    Dictionary<string, object> answer = ask("\"op\":\"verify\",\"userid\":" + Json.Quote(userid) + ",\"usersig\":" +
                        Json.Quote(ours) + ",\"now\":" + now + ",\"userbuf\":" + carried);
                    Check.That(answer.ContainsKey("valid") && true.Equals(answer["valid"]), "Go refuses " + userid);
                    answer = ask("\"op\":\"sign\",\"userid\":" + Json.Quote(userid) + ",\"expire\":600,\"userbuf\":" + carried + ",\"room\":null");
                    Expected expected = userbuf == null ? Expected.NoUserBuf() : Expected.UserBuf(userbuf);
                    Check.Equal(userid, 600L, application.Verify((string)answer["usersig"], userid, expected).Expire);
                }
                foreach (string room in new[] { "{\"id\":10000}", "{\"str\":\"1000000040\"}" })
                {
                    Dictionary<string, object> answer = ask("\"op\":\"sign\",\"userid\":" + Json.Quote(userid) +
                        ",\"expire\":600,\"userbuf\":null,\"privileges\":255,\"room\":" + room);
                    Room wanted = room.Contains("id") ? Room.FromId(10000) : Room.FromName("1000000040");
                    Check.Equal(userid, wanted, application.Verify((string)answer["usersig"], userid, Expected.Room(wanted, 255)).Room);
                }
            }
            go.StandardInput.Close();
            go.WaitForExit();
        }
    }
}
