package com.tencentyun;

import io.usersig.Application;
import io.usersig.Faces;
import io.usersig.Room;

/**
 * Signs tickets of the current algorithm, with the names of the Maven package {@code tls-sig-api-v2}.
 *
 * <pre>{@code
 * com.tencentyun.TLSSigAPIv2 api = new com.tencentyun.TLSSigAPIv2(1400000000, "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e");
 * System.out.print(api.genUserSig("xiaojun", 180 * 86400));
 * }</pre>
 *
 * <p>What must not be signed is an {@link io.usersig.UserSigException}. May be used by many threads at a time.
 */
public class TLSSigAPIv2 {
    private final long sdkappid;
    private final Application application;

    /**
     * @param sdkappid the application's number
     * @param key its secret key, as the console shows it
     */
    public TLSSigAPIv2(long sdkappid, String key) {
        this.sdkappid = sdkappid;
        this.application = Faces.current(sdkappid, key);
    }

    /**
     * A UserSig.
     *
     * @param expire validity in seconds, from now on
     */
    public String genUserSig(String userid, long expire) {
        return application.sign(userid, expire);
    }

    /**
     * A PrivateMapKey for a numeric room.
     *
     * @param expire validity in seconds, from now on
     * @param roomid 1 to 4294967294
     * @param privilegeMap a mask from 0 to 255
     */
    public String genPrivateMapKey(String userid, long expire, long roomid, long privilegeMap) {
        return application.signPrivateMapKey(userid, expire, Room.id(roomid), privilegeMap);
    }

    /**
     * A PrivateMapKey for a string room.
     *
     * @param expire validity in seconds, from now on
     * @param roomstr 1 to 64 bytes of the documented characters
     * @param privilegeMap a mask from 0 to 255
     */
    public String genPrivateMapKeyWithStringRoomID(String userid, long expire, String roomstr, long privilegeMap) {
        return application.signPrivateMapKey(userid, expire, Room.str(roomstr), privilegeMap);
    }

    /**
     * The UserBuf of a PrivateMapKey.
     *
     * @param account the UserID
     * @param dwAuthID the numeric room, 0 with a string room
     * @param dwExpTime validity in seconds, from now on
     * @param dwPrivilegeMap a mask from 0 to 255
     * @param dwAccountType 0
     * @param RoomStr the string room; empty for a numeric room
     */
    public byte[] genUserBuf(String account, long dwAuthID, long dwExpTime, long dwPrivilegeMap, long dwAccountType,
            String RoomStr) {
        Faces.requireZero(Long.toString(dwAccountType), "");
        return Faces.userBuf(sdkappid, account, dwExpTime, dwAuthID, RoomStr, dwPrivilegeMap);
    }

    /** As {@link #genUserSig}: the name of the package's versions 1.0 and 1.1, and of the documents. */
    public String genSig(String identifier, long expire) {
        return application.sign(identifier, expire);
    }

    /** As {@link #genUserSig}: a name of the documents. */
    public String GenSig(String identifier, long expire) {
        return application.sign(identifier, expire);
    }

    /** As {@link #genUserSig}: a name of the documents. */
    public String gen_sig(String identifier, long expire) {
        return application.sign(identifier, expire);
    }

    /**
     * A UserSig with a UserBuf: the name of the package's versions 1.0 and 1.1.
     *
     * @param userbuf at most 8192 bytes, or null for none
     */
    public String genSigWithUserBuf(String identifier, long expire, byte[] userbuf) {
        return application.sign(identifier, expire, userbuf);
    }

    /** The SDKAppID; never the key. */
    @Override
    public String toString() {
        return "TLSSigAPIv2{sdkappid=" + sdkappid + '}';
    }
}
