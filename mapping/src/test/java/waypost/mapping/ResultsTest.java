package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.codahale.metrics.MetricRegistry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/**
 * What each result code means, and that it does: two servers have the same user, and the first ends each question of a kind with one code. The table is a
 * page for administrators; run with {@code -Dwaypost.update=true} to write it anew.
 */
class ResultsTest {
    private static final Path PAGE = Path.of(System.getProperty("waypost.repository"), "docs", "result-codes.md");
    private static final String TABLE = "| result | of a search ";
    private static final Secret SECRET = new Secret("secret");
    private static final Answer WRONG = new Answer.Refused(Answer.Kind.CREDENTIALS);

    private final Illness illness = new Illness();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> alarms = new ArrayList<>();
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

    @Test
    void eachCodeIsDeclaredOnce() {
        Set<ResultCode> declared = Results.ROWS.stream().map(Results.Row::code).collect(Collectors.toSet());
        assertEquals(Set.of(ResultCode.values()), declared);
        assertEquals(declared.size(), Results.ROWS.size());
    }

    @ParameterizedTest
    @EnumSource(Asked.class)
    void whatNobodyHasDeclaredIsNoAnswer(Asked what) {
        assertEquals(Verdict.OTHER_SERVER, Results.of(ResultCode.valueOf(9), what));
        assertEquals(Verdict.OTHER_SERVER, Results.of(ResultCode.valueOf(4711), what));
    }

    private static Stream<Results.Row> failures() {
        return Results.ROWS.stream().filter(row -> !row.code().equals(ResultCode.SUCCESS));
    }

    /** The first server ends what is asked so; all else it does. */
    private void ends(Asked what, ResultCode code) {
        switch (what) {
            case SEARCH ->
                illness.searches((InMemoryInterceptedSearchRequest _) -> {
                    asked.incrementAndGet();
                    throw new LDAPException(code);
                });
            case USER_BIND -> binds(code, "uid=");
            case SERVICE_BIND -> binds(code, "cn=admin");
        }
    }

    private void binds(ResultCode code, String who) {
        illness.binds((InMemoryInterceptedSimpleBindRequest request) -> {
            if (request.getRequest().getBindDN().startsWith(who)) {
                asked.incrementAndGet();
                throw new LDAPException(code);
            }
        });
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
    void whoeverAsksHearsWhatIsDeclared(Results.Row row) throws Exception {
        for (Asked what : Asked.values()) {
            ends(what, row.code());
            try (UserMaps one = maps(ill.directory());
                    UserMaps two = maps(both())) {
                hears(what, row.of(what), one, two);
            }
            assertFalse(asked.getAndSet(0) == 0, "nothing was asked");
            illness.searches(_ -> {});
            illness.binds(_ -> {});
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theOperatorHearsWhatIsHisToMend(Results.Row row) throws Exception {
        for (Asked what : Asked.values()) {
            ends(what, row.code());
            try (Connector connector = connector(what == Asked.USER_BIND ? ill.directory() : both())) {
                Searched found = connector.search(Filter.create("(uid=anna)"), "mail");
                if (what == Asked.USER_BIND) {
                    connector.bind(assertInstanceOf(Searched.One.class, found), SECRET, List.of());
                }
            }
            assertEquals(row.of(what) == Verdict.CONFIGURATION, !alarms.isEmpty(), what + " " + alarms);
            alarms.clear();
            illness.searches(_ -> {});
            illness.binds(_ -> {});
        }
    }

    private Connector connector(DirectorySettings directory) throws Exception {
        var heard = new Alarms(ill.ticker, (subject, fault) -> alarms.add(subject + ": " + fault));
        return new Connector(directory, Fixture.trust(), ill.ticker, heard, new MetricRegistry());
    }

    @Test
    void thePageSaysWhatEachMeans() throws Exception {
        List<String> rows = new ArrayList<>(List.of(
                TABLE + "| of a user's bind | of the service's, of TLS, of a connection |", "|---|---|---|---|"));
        Results.ROWS.stream()
                .sorted(Comparator.comparing(row -> row.code().intValue()))
                .map(row -> "| " + row.code().intValue() + " " + row.code().getName() + " | "
                        + Arrays.stream(Asked.values())
                                .map(what -> row.of(what).words())
                                .collect(Collectors.joining(" | "))
                        + " |")
                .forEach(rows::add);
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(TABLE)) + String.join("\n", rows) + "\n";
        if (Boolean.getBoolean("waypost.update")) {
            Files.writeString(PAGE, written);
        }
        assertEquals(written, Files.readString(PAGE), "write the page with -Dwaypost.update=true");
    }
}
