using Usersig;

namespace tencentyun
{
    /// <summary>
    /// The calls of the published module for the legacy algorithm. What no service accepts is a
    /// <see cref="UsersigException"/>, the wrong SDKAppID or key already in the constructor.
    /// </summary>
    public class TLSSigAPI
    {
        private readonly Application application;

        /// <summary>Takes the SDKAppID and the PEM texts of the keys.</summary>
        public TLSSigAPI(int sdkappid, string priKeyContent, string pubKeyContent = "")
        {
            application = Application.Legacy(sdkappid, priKeyContent, pubKeyContent);
        }

        /// <summary>Makes a legacy ticket that is valid for expireTime seconds from now on.</summary>
        public string genSig(string identifier, int expireTime = 3600 * 24 * 180)
        {
            return application.Sign(identifier, expireTime);
        }
    }
}
