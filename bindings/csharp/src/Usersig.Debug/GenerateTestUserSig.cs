using System;
using System.Threading;

namespace Usersig.Debug
{
    /// <summary>
    /// Debug only: makes tickets inside an app, whose secret key anybody can then read. Before release,
    /// let your server sign.
    /// </summary>
    public sealed class GenerateTestUserSig
    {
        private static readonly GenerateTestUserSig Instance = new GenerateTestUserSig();
        private static int warned;

        private GenerateTestUserSig()
        {
        }

        /// <summary>The SDKAppID; set it before the first ticket.</summary>
        public static int SDKAPPID { get; set; }

        /// <summary>Validity of the tickets in seconds: 7 days.</summary>
        public static int EXPIRETIME { get; set; } = 604800;

        /// <summary>The secret key; set it before the first ticket.</summary>
        public static string SECRETKEY { get; set; } = "";

        /// <summary>A ticket of the application that SDKAPPID and SECRETKEY name.</summary>
        /// <exception cref="UsersigException">The request cannot be served, or nothing is set yet.</exception>
        public static string genTestUserSig(string userId)
        {
            if (Interlocked.Exchange(ref warned, 1) == 0)
            {
                Console.Error.WriteLine(
                    "usersig: GenerateTestUserSig is for debugging only: the app carries its secret key; " +
                    "let your server sign before release");
            }
            return new tencentyun.TLSSigAPIv2(SDKAPPID, SECRETKEY).genUserSig(userId, EXPIRETIME);
        }

        /// <summary>The one object of this class.</summary>
        public static GenerateTestUserSig GetInstance()
        {
            return Instance;
        }

        /// <summary><see cref="genTestUserSig"/> as a call of the object.</summary>
        /// <exception cref="UsersigException">The request cannot be served, or nothing is set yet.</exception>
        public string GenTestUserSig(string userId)
        {
            return genTestUserSig(userId);
        }
    }
}
