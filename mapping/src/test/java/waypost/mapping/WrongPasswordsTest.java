package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.identity.Secret;
import waypost.mapping.Answer.Granted;
import waypost.mapping.Answer.Kind;
import waypost.mapping.Answer.Refused;
import waypost.mapping.UserMapSettings.Proof;

/** What a directory has refused is not shown to it again. */
class WrongPasswordsTest {
    private static final String ANNA = "uid=anna,dc=waypost";
    private static final Refused WRONG = new Refused(Kind.CREDENTIALS);

    private final AtomicInteger binds = new AtomicInteger();
    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
                if (request.getRequest().getBindDN().equals(ANNA)) {
                    binds.incrementAndGet();
                }
            }
        }));
        maps = fixture.mapping(Fixture.map(Proof.BIND));
        fixture.addAnna();
        stamp("1");
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
    }

    private void stamp(String... value) throws Exception {
        fixture.server.modify(ANNA, new Modification(ModificationType.REPLACE, "pwdLastSet", value));
    }

    private Answer tried(String password) {
        return maps.authenticate("anna", new Secret(password), Service.IMAP);
    }

    @Test
    void aTelephoneWithAnOldPasswordIsRefusedHere() {
        for (int i = 0; i < 100; i++) {
            assertEquals(WRONG, tried("old"));
            fixture.pass(Duration.ofMinutes(5));
        }
        assertEquals(1, binds.get());
        assertInstanceOf(Granted.class, tried("secret"));
        assertEquals(WRONG, tried("old"));
        assertEquals(2, binds.get());
    }

    @Test
    void tenAreKept() {
        for (int i = 0; i < 11; i++) {
            assertEquals(WRONG, tried("old" + i));
        }
        assertEquals(11, binds.get());
        assertEquals(WRONG, tried("old1"));
        assertEquals(11, binds.get());
        assertEquals(WRONG, tried("old0"));
        assertEquals(12, binds.get());
    }

    @Test
    void aPasswordSetAnewMayBeOneThatWasWrong() throws Exception {
        assertEquals(WRONG, tried("new"));
        fixture.server.modify(ANNA, new Modification(ModificationType.REPLACE, "userPassword", "new"));
        stamp("2");
        assertInstanceOf(Granted.class, tried("new"));
    }

    @Test
    void withoutADateTheyAreForgottenAfterAWhile() throws Exception {
        stamp();
        assertEquals(WRONG, tried("new"));
        fixture.server.modify(ANNA, new Modification(ModificationType.REPLACE, "userPassword", "new"));
        assertEquals(WRONG, tried("new"));
        assertEquals(1, binds.get());
        fixture.pass(Duration.ofMinutes(10).plusSeconds(1));
        assertInstanceOf(Granted.class, tried("new"));
    }
}
