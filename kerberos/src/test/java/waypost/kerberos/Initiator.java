package waypost.kerberos;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;

/** The JDK's client of Kerberos, as a user. */
record Initiator(Subject user) {
    /** @param configuration of the whole process: the JDK has one only */
    static Initiator of(String principal, Path keytab, Path configuration) throws LoginException {
        Map<String, String> options = Map.of(
                "useKeyTab",
                "true",
                "keyTab",
                keytab.toString(),
                "principal",
                principal,
                "doNotPrompt",
                "true",
                "refreshKrb5Config",
                "true");
        return of(options, "", configuration);
    }

    /** The same with a password. */
    static Initiator by(String principal, String password, Path configuration) throws LoginException {
        return of(Map.of("principal", principal, "refreshKrb5Config", "true"), password, configuration);
    }

    private static Initiator of(Map<String, String> options, String password, Path configuration)
            throws LoginException {
        System.setProperty("java.security.krb5.conf", configuration.toString());
        LoginContext login = new LoginContext("user", null, asked -> answer(asked, password), new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                String module = "com.sun.security.auth.module.Krb5LoginModule";
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(module, LoginModuleControlFlag.REQUIRED, options)
                };
            }
        });
        login.login();
        return new Initiator(login.getSubject());
    }

    private static void answer(Callback[] asked, String password) {
        for (Callback each : asked) {
            if (each instanceof PasswordCallback wanted) {
                wanted.setPassword(password.toCharArray());
            }
        }
    }

    Context to(String service) throws Exception {
        GSSManager manager = GSSManager.getInstance();
        GSSContext context = as(() -> manager.createContext(
                manager.createName(service, new Oid("1.2.840.113554.1.2.2.1")),
                new Oid("1.2.840.113554.1.2.2"),
                null,
                GSSContext.DEFAULT_LIFETIME));
        return new Context(this, context);
    }

    private <T> T as(Callable<T> task) {
        return Subject.callAs(user, task);
    }

    /** With one service. */
    record Context(Initiator initiator, GSSContext context) {
        byte[] first() throws GSSException {
            context.requestMutualAuth(true);
            context.requestInteg(true);
            return begun();
        }

        /** Which asks for nothing. */
        byte[] plain() throws GSSException {
            context.requestMutualAuth(false);
            context.requestInteg(false);
            context.requestConf(false);
            return begun();
        }

        private byte[] begun() {
            return initiator.as(() -> context.initSecContext(new byte[0], 0, 0));
        }

        void last(byte[] answer) {
            initiator.as(() -> context.initSecContext(answer, 0, answer.length));
        }

        byte[] wrap(byte[] message) throws GSSException {
            return context.wrap(message, 0, message.length, new MessageProp(0, false));
        }

        byte[] unwrap(byte[] token) throws GSSException {
            return context.unwrap(token, 0, token.length, new MessageProp(0, false));
        }
    }
}
