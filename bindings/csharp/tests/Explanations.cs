using System;
using System.Collections.Generic;
using System.Linq;
using Usersig;
using Case = System.Collections.Generic.Dictionary<string, object>;

/// <summary>What tickets claim and why they are rejected, as values beside the JSON.</summary>
internal static class Explanations
{
    private const long Now = 1700000000;

    internal static void OfClaims()
    {
        using (Application application = Door.New())
        {
            string ticket = application.SignPrivateMapKey("xiaojun", 60, Room.FromName("lobby"), Privilege.Audience, Now);
            Claims claims = Ticket.Inspect(ticket);
            Check.Equal("UserID", "xiaojun", claims.UserId);
            Check.Equal("SDKAppID", 1400000000L, claims.SdkAppId);
            Check.Equal("algorithm", Algorithm.HmacSha256, claims.Algorithm);
            Check.That(claims.Time == Now && claims.Expire == 60 && claims.ExpiresAt == Now + 60, "times");
            Check.Equal("room", Room.FromName("lobby"), claims.Room);
            Check.That(claims.Privileges == Privilege.Audience && claims.RoomExpiresAt == Now + 60, "PrivateMapKey");
            Check.Equal("signature", 32, claims.Signature.Length);
            Check.That(claims.ToString().Contains("xiaojun"), claims.ToString());
            // What a caller does to its array changes nothing.
            claims.UserBuf[0]++;
            claims.Signature[0]++;
            Same(Json.Object(Ticket.Inspect(ticket).ToJson()), claims);

            claims = Ticket.Inspect(application.SignPrivateMapKey("xiaojun", 60, Room.FromId(7)));
            Check.Equal("room", Room.FromId(7), claims.Room);
            claims = Ticket.Inspect(application.Sign("xiaojun", 60, new byte[0]));
            Check.That(claims.UserBuf.Length == 0 && claims.Room == null && claims.Privileges == null, "empty UserBuf");
            claims = Ticket.Inspect(application.Sign("xiaojun", 60));
            Check.That(claims.UserBuf == null && claims.RoomExpiresAt == null, "no UserBuf");
        }
    }

    internal static void OfDiagnosis()
    {
        string ticket;
        using (Application application = Door.New())
        {
            ticket = application.Sign("xiaojun", 60, null, Now);
        }
        Symptoms symptoms = new Symptoms
        {
            SdkAppId = 1400000000, UserId = "xiaojun", Keys = new[] { "other", Door.Secret + "\n" }, Now = Now,
            Others = new[] { new KeyValuePair<long, string>(1400000001, "k") },
        };
        Diagnosis found = Ticket.Diagnose(ticket, symptoms);
        Check.Equal("kind", Kind.MismatchSignature, found.Kind);
        Check.Equal("code", 70009, found.Code);
        Check.That(found.IsRejected && found.Has("key-white-space") && !found.Has("key-quotes") && !found.Has(null), found.ToString());
        Check.Equal("cause", "key-white-space", found.Causes[0].Id);
        Check.Equal("cause", Severity.Fatal, found.Causes[0].Severity);
        Check.That(found.ToString().Contains("Fatal key-white-space: "), found.ToString());
        Check.Equal("claims", "xiaojun", found.Claims.UserId);
        bool changed = true;
        try
        {
            ((IList<Cause>)found.Causes)[0] = null;
        }
        catch (NotSupportedException)
        {
            changed = false;
        }
        Check.That(!changed, "the causes can be changed");

        symptoms.Keys = new[] { Door.Secret };
        found = Ticket.Diagnose(" " + ticket, symptoms);
        Check.That(!found.IsRejected && found.Kind == null && found.Code == null && found.Reason == null, found.ToString());
        found = Ticket.Diagnose(ticket.Replace("*", "%2A").Replace("-", "%2D") + "%0A", symptoms);
        Check.Equal("repaired", ticket, found.Repaired);
        found = Ticket.Diagnose("nothing like it");
        Check.That(found.Kind == Kind.Undecodable && found.Claims == null && found.Repaired == null, found.ToString());
    }

    /// <summary>Over tickets of every kind and damage.</summary>
    internal static void ValuesAreThoseOfTheJson()
    {
        int readable = 0, rejected = 0, compared = 0, all = 0;
        foreach (Case item in Vectors.All("verify", "*.jsonl"))
        {
            string ticket = (string)item["ticket"];
            Symptoms symptoms = new Symptoms
            {
                Keys = ((List<object>)item["keys"]).Select(key => Vectors.Key((Case)key)).ToList(),
                Now = (long)item["now"],
            };
            Diagnosis found = Ticket.Diagnose(ticket, symptoms);
            Same(Json.Object(found.ToJson()), found);
            UsersigException fault = Check.Fault(() =>
            {
                Claims claims = Ticket.Inspect(ticket);
                Same(Json.Object(claims.ToJson()), claims);
                readable++;
            });
            // What cannot be read may be repaired.
            Check.That(fault == null ? found.Claims != null : found.Kind == fault.Kind, (string)item["title"]);
            long sdkappid = (long)Vectors.Part(item, "request")["sdkappid"];
            symptoms.UserId = (string)Vectors.Part(item, "request")["userid"];
            fault = Check.Fault(() =>
            {
                using (Application application = new Application(sdkappid, symptoms.Keys, null))
                {
                    application.Verify(ticket, symptoms.UserId, null, symptoms.Now);
                }
            });
            if (symptoms.Keys.Count > 0 && (fault == null || fault is RejectedException))
            {
                symptoms.SdkAppId = sdkappid;
                Check.Equal((string)item["title"], fault == null ? (Kind?)null : fault.Kind, Ticket.Diagnose(ticket, symptoms).Kind);
                compared++;
            }
            rejected += found.IsRejected ? 1 : 0;
            all++;
        }
        Check.That(readable > 1000 && readable < all && rejected > 1000 && rejected < all, readable + " and " + rejected + " of " + all);
        Check.That(compared > all * 9 / 10, compared + " of " + all);
    }

    private static void Same(Case json, Claims claims)
    {
        Check.Equal("algorithm", json["algorithm"], claims.Algorithm == Algorithm.HmacSha256 ? "hmac-sha256" : "ecdsa-sha256");
        Check.Equal("sdkappid", json["sdkappid"], claims.SdkAppId);
        Check.Equal("userid", json["userid"], claims.UserId);
        Check.Equal("time", json["time"], claims.Time);
        Check.Equal("expire", json["expire"], claims.Expire);
        Check.Equal("expires_at", json["expires_at"], claims.ExpiresAt);
        Check.Equal("userbuf", json["userbuf"], claims.UserBuf == null ? null : Convert.ToBase64String(claims.UserBuf));
        Check.Equal("room", Vectors.RoomOf(Vectors.Part(json, "room")), claims.Room);
        Check.Equal("privileges", Mask((List<object>)json["privileges"]), claims.Privileges);
        Check.Equal("room_expires_at", json["room_expires_at"], claims.RoomExpiresAt);
        Check.Equal("signature", json["signature"], Convert.ToBase64String(claims.Signature));
        Check.Equal("json", json["json"], claims.TicketJson);
        Check.Equal("members", 13, json.Count);
    }

    private static void Same(Case json, Diagnosis found)
    {
        Case rejection = Vectors.Part(json, "rejection"), unverified = Vectors.Part(json, "unverified");
        Check.Equal("rejection", rejection != null, found.IsRejected);
        Check.Equal("code", Vectors.Get(rejection, "code"), (long?)found.Code);
        Check.Equal("reason", Vectors.Get(rejection, "reason"), found.Reason);
        Check.Equal("kind", rejection != null, found.Kind >= Kind.Empty);
        Check.Equal("repaired", json["repaired"], found.Repaired);
        List<object> causes = (List<object>)json["causes"];
        Check.Equal("causes", causes.Count, found.Causes.Count);
        for (int at = 0; at < causes.Count; at++)
        {
            Case said = (Case)causes[at];
            Cause cause = found.Causes[at];
            Check.Equal("id", said["id"], cause.Id);
            Check.Equal("severity", said["severity"], cause.Severity.ToString().ToLowerInvariant());
            Check.Equal("text", said["text"], cause.Text);
            Check.Equal("advice", said["advice"], cause.Advice);
            Check.That(found.Has(cause.Id), cause.Id);
        }
        Check.Equal("unverified", unverified != null, found.Claims != null);
        if (unverified != null)
        {
            Same(unverified, found.Claims);
            Same(Json.Object(found.Claims.ToJson()), found.Claims);
        }
        Check.Equal("members", 4, json.Count);
    }

    /// <summary>Names of privileges, and a number for the bits that have none.</summary>
    private static object Mask(List<object> names)
    {
        return names == null ? null : (object)names.Cast<string>().Sum(name =>
        {
            long bits;
            return long.TryParse(name, out bits) ? bits
                : (long)typeof(Privilege).GetField(string.Concat(name.Split('_', '-').Select(word => char.ToUpper(word[0]) + word.Substring(1))))
                    .GetRawConstantValue();
        });
    }
}
