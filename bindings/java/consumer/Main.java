import com.tencentyun.TLSSigAPIv2;
import io.usersig.Application;
import io.usersig.RejectedException;
import io.usersig.UserSig;
import io.usersig.debug.GenerateTestUserSig;

/** A project that has the jars and nothing else. */
public class Main {
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    public static void main(String[] arguments) {
        Application app = new Application(1400000000, KEY);
        app.verify(new TLSSigAPIv2(1400000000, KEY).genUserSig("xiaojun", 86400), "xiaojun");
        app.verify(GenerateTestUserSig.genTestUserSig(1400000000, "xiaojun", KEY), "xiaojun");
        String ticket = app.sign("xiaojun", 86400);
        try {
            app.verify(ticket, "xiaohong");
        } catch (RejectedException e) {
            System.out.println(e.getCode() + " " + UserSig.inspect(ticket).getUserid().equals("xiaojun"));
        }
    }
}
