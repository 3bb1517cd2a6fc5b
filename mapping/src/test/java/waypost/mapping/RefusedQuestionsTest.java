package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.directory.Asked;
import waypost.directory.Asking;
import waypost.directory.DirectorySettings;
import waypost.directory.Illness;
import waypost.directory.Verdict;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** What is heard where a server ends questions as it should not: two servers have the same user, and the first ends each question of a kind with one code. */
class RefusedQuestionsTest {
    private static final Secret SECRET = new Secret("secret");
    private static final Answer WRONG = new Answer.Refused(Answer.Kind.CREDENTIALS);

    private final Illness illness = new Illness();
    private Fixture ill;
    private Fixture well;

    @BeforeEach
    void open() throws Exception {
        ill = new Fixture(config -> config.addInMemoryOperationInterceptor(illness));
        well = new Fixture();
        ill.addAnna();
        well.addAnna();
    }

    @AfterEach
    void close() {
        ill.close();
        well.close();
    }

    private static Stream<ResultCode> failures() {
        return Stream.of(ResultCode.values()).filter(code -> !code.equals(ResultCode.SUCCESS));
    }

    private DirectorySettings both() {
        DirectorySettings first = ill.directory();
        return first.at(Stream.of(first, well.directory())
                .map(settings -> settings.uris().getFirst())
                .toList());
    }

    private UserMaps maps(DirectorySettings directory) throws Exception {
        return ill.open(Fixture.settings(directory, Fixture.map(Proof.BIND)));
    }

    /** Nobody but the service account is concerned in a look-up, and in a log-in all three are. */
    private void hears(Asked what, Verdict verdict, UserMaps one, UserMaps two) {
        boolean mail = what != Asked.USER_BIND;
        assertEquals(
                mail ? Answer.Unavailable.class : Answer.Granted.class,
                one.locate("anna").getClass());
        assertEquals(
                mail ? Answer.Unavailable.class : Answer.Unknown.class,
                one.locate("nobody").getClass());
        Answer alone = one.authenticate("anna", SECRET, Service.IMAP);
        Answer helped = two.authenticate("anna", SECRET, Service.IMAP);
        switch (verdict) {
            case DEFINITE -> {
                assertEquals(List.of(WRONG, WRONG), List.of(alone, helped));
            }
            case UNAVAILABLE -> {
                assertInstanceOf(Answer.Unavailable.class, alone);
                assertInstanceOf(Answer.Unavailable.class, helped);
                assertEquals(mail, two.locate("anna") instanceof Answer.Unavailable);
            }
            case OTHER_SERVER, CONFIGURATION -> {
                assertInstanceOf(Answer.Unavailable.class, alone);
                assertInstanceOf(Answer.Granted.class, helped, helped::toString);
                assertInstanceOf(Answer.Granted.class, two.locate("anna"));
                assertEquals(new Answer.Unknown(), two.locate("nobody"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whoeverAsksHearsWhatIsDeclared(ResultCode code) throws Exception {
        for (Asked what : Asked.values()) {
            illness.ends(what, code);
            try (UserMaps one = maps(ill.directory());
                    UserMaps two = maps(both())) {
                hears(what, Asking.declared(code, what), one, two);
            }
            assertFalse(illness.heal() == 0, "nothing was asked");
        }
    }
}
