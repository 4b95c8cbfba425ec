import com.tencentyun.TLSSigAPIv2
import io.usersig.Application
import io.usersig.Expected
import io.usersig.FaultKind
import io.usersig.Privileges
import io.usersig.RejectedException
import io.usersig.Room
import io.usersig.Symptoms
import io.usersig.UserSig

private const val KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e"

/** The jar from Kotlin: signing, rooms, rows, a rejection, an explanation, a published name. */
fun main() {
    Application(1400000000, KEY).use { app ->
        val room = app.signPrivateMapKey("xiaojun", 3600, Room.str("lobby"), Privileges.AUDIENCE)
        app.verify(room, "xiaojun", Expected.room(Room.str("lobby"), Privileges.ENTER))
        app.verify(TLSSigAPIv2(1400000000, KEY).genUserSig("xiaojun", 86400), "xiaojun")

        val userids = listOf("xiaojun", "xiao\njun")
        val rows = app.signMany(userids, 86400)
        check(rows.getFault(1).kind == FaultKind.INVALID_USERID)
        check(app.verifyMany(listOf(rows[0]), userids.take(1)).isValid(0))

        val ticket = app.sign("xiaojun", Application.DEFAULT_EXPIRE)
        check(UserSig.inspect(ticket).userBuf == null)
        check(UserSig.diagnose(Symptoms(ticket).key("$KEY\n")).causes.first().id == "key-white-space")
        try {
            app.verify(ticket, "xiaohong")
        } catch (e: RejectedException) {
            println("${e.code} ${UserSig.inspect(ticket).userid == "xiaojun"}")
        }
    }
}
