using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Usersig;

/// <summary>Nanoseconds per call, ours and those of the published Go module, in turns.</summary>
internal static class Bench
{
    private const string Key = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    private const int Rounds = 11;
    private const int Calls = 20000;

    private static void Main()
    {
        ProcessStartInfo start = new ProcessStartInfo(Environment.GetEnvironmentVariable("USERSIG_PEERS") + "/run", "go")
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        using (Process go = Process.Start(start))
        using (Application application = new Application(1400000000, Key))
        {
            string ticket = application.Sign("xiaojun");
            string[] users = Enumerable.Repeat("xiaojun", Calls).ToArray();
            Row[] rows = Enumerable.Repeat(new Row(ticket, "xiaojun"), Calls).ToArray();
            long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            string common = ",\"iterations\":" + Calls + ",\"sdkappid\":1400000000,\"key\":" + Json.Quote(Key) +
                ",\"userid\":\"xiaojun\",\"userbuf\":null,";
            string sign = "{\"op\":\"bench\",\"what\":\"sign\"" + common + "\"expire\":15552000,\"room\":null}";
            string verify = "{\"op\":\"bench\",\"what\":\"verify\"" + common + "\"usersig\":" + Json.Quote(ticket) + ",\"now\":" + now + "}";
            Compare(go, "sign", sign, () => Repeat(() => application.Sign("xiaojun")));
            Compare(go, "verify", verify, () => Repeat(() => application.Verify(ticket, "xiaojun", Expected.NoUserBuf())));
            Compare(go, "sign-many", sign, () => application.SignMany(users));
            Compare(go, "verify-many", verify, () => application.VerifyMany(rows, Expected.NoUserBuf()));
            go.StandardInput.Close();
            go.WaitForExit();
        }
    }

    private static void Repeat(Action call)
    {
        for (int at = 0; at < Calls; at++)
        {
            call();
        }
    }

    private static void Compare(Process go, string name, string request, Action ours)
    {
        List<double> mine = new List<double>(), theirs = new List<double>();
        for (int round = 0; round <= Rounds; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            ours();
            double ns = watch.Elapsed.TotalMilliseconds * 1e6 / Calls;
            go.StandardInput.WriteLine(request);
            go.StandardInput.Flush();
            Dictionary<string, object> answer = Json.Object(go.StandardOutput.ReadLine());
            // The first round warms up.
            if (round > 0)
            {
                mine.Add(ns);
                theirs.Add((double)(long)answer["ns"] / Calls);
            }
        }
        mine.Sort();
        theirs.Sort();
        double a = mine[Rounds / 2], b = theirs[Rounds / 2];
        Console.WriteLine("csharp {0} {1:0} {2:0} {3:0.00}", name, a, b, b / a);
    }
}
