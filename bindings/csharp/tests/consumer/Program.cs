using System;
using tencentyun;

/// <summary>
/// An empty project that installed the packages. It verifies the tickets that it is given, too.
/// </summary>
internal static class Program
{
    private const string Secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    private static int Main(string[] tickets)
    {
        TLSSigAPIv2 api = new TLSSigAPIv2(1400000000, Secret);
        string sig = api.GenSig("xiaojun");
        using (Usersig.Application application = new Usersig.Application(1400000000, Secret))
        {
            foreach (string ticket in tickets)
            {
                Console.WriteLine(application.Verify(ticket, "xiaojun").Expire);
            }
        }
        Usersig.Debug.GenerateTestUserSig.SDKAPPID = 1400000000;
        Usersig.Debug.GenerateTestUserSig.SECRETKEY = "k";
        string test = Usersig.Debug.GenerateTestUserSig.genTestUserSig("xiaojun");
        using (Usersig.Application application = new Usersig.Application(1400000000, "k"))
        {
            Console.WriteLine(application.Verify(test, "xiaojun").Expire);
            try
            {
                application.Verify(sig, "xiaojun");
                return 1;
            }
            catch (Usersig.RejectedException fault)
            {
                Console.WriteLine(fault.Code);
            }
        }
        return 0;
    }
}
