using Usersig;

namespace tencentyun
{
    /// <summary>
    /// The calls of the published module for the current algorithm. What no service accepts is a
    /// <see cref="UsersigException"/>, the wrong SDKAppID or key already in the constructor.
    /// </summary>
    public class TLSSigAPIv2
    {
        private readonly Application application;

        /// <summary>Takes the SDKAppID and the secret key.</summary>
        public TLSSigAPIv2(int sdkappid, string key)
        {
            application = Application.Current(sdkappid, key);
        }

        /// <summary>Makes a ticket (UserSig) that is valid for expire seconds from now on.</summary>
        public string genUserSig(string userid, int expire = 180 * 86400)
        {
            return application.Sign(userid, expire);
        }

        /// <summary><see cref="genUserSig"/> by another name.</summary>
        public string GenUserSig(string userid, int expire = 180 * 86400)
        {
            return genUserSig(userid, expire);
        }

        /// <summary><see cref="genUserSig"/> by its older name.</summary>
        public string genSig(string userid, int expire = 180 * 86400)
        {
            return genUserSig(userid, expire);
        }

        /// <summary><see cref="genUserSig"/> by its older name.</summary>
        public string GenSig(string userid, int expire = 180 * 86400)
        {
            return genUserSig(userid, expire);
        }

        /// <summary><see cref="genUserSig"/> by a name of the documents.</summary>
        public string gen_sig(string userid, int expire = 180 * 86400)
        {
            return genUserSig(userid, expire);
        }

        /// <summary>
        /// Makes a PrivateMapKey for a numeric room. privilegeMap has a bit for each privilege; 255 stands
        /// for all.
        /// </summary>
        public string genPrivateMapKey(string userid, int expire, uint roomid, uint privilegeMap)
        {
            return application.SignPrivateMapKey(userid, expire, Room.FromId(roomid), privilegeMap);
        }

        /// <summary><see cref="genPrivateMapKey"/> by another name.</summary>
        public string GenPrivateMapKey(string userid, int expire, uint roomid, uint privilegeMap)
        {
            return genPrivateMapKey(userid, expire, roomid, privilegeMap);
        }

        /// <summary>Makes a PrivateMapKey for a string room of 1 to 64 bytes.</summary>
        public string genPrivateMapKeyWithStringRoomID(string userid, int expire, string roomstr, uint privilegeMap)
        {
            return application.SignPrivateMapKey(userid, expire, Room.FromName(roomstr), privilegeMap);
        }

        /// <summary><see cref="genPrivateMapKeyWithStringRoomID"/> by another name.</summary>
        public string GenPrivateMapKeyWithStringRoomID(string userid, int expire, string roomstr, uint privilegeMap)
        {
            return genPrivateMapKeyWithStringRoomID(userid, expire, roomstr, privilegeMap);
        }

        /// <summary>The bytes of a PrivateMapKey alone. dwAccountType has to be 0.</summary>
        public byte[] genUserBuf(string account, uint dwAuthID, int dwExpTime, uint dwPrivilegeMap, uint dwAccountType)
        {
            if (dwAccountType != 0)
            {
                throw UsersigException.Argument("dwAccountType is not 0", "pass 0, no other type is in use");
            }
            return Ticket.PrivateMapKeyBytes(application.SdkAppId, account, dwExpTime, dwAuthID, dwPrivilegeMap);
        }
    }
}

namespace tencentcloud
{
    /// <summary><see cref="tencentyun.TLSSigAPIv2"/> in its other published namespace.</summary>
    public class TLSSigAPIv2 : tencentyun.TLSSigAPIv2
    {
        /// <summary>Takes the SDKAppID and the secret key.</summary>
        public TLSSigAPIv2(int sdkappid, string key)
            : base(sdkappid, key)
        {
        }
    }
}
