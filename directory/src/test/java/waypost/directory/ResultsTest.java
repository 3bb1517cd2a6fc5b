package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.Secret;

/**
 * What each result code means, and what the operator hears of it: two servers have the same user, and the first ends each question of a kind with one code. The table is a
 * page for administrators; run with {@code -Dwaypost.update=true} to write it anew.
 */
class ResultsTest {
    private static final Path PAGE = Path.of(System.getProperty("waypost.repository"), "docs", "result-codes.md");
    private static final String TABLE = "| result | of a search ";
    private static final Secret SECRET = new Secret("secret");

    private final Illness illness = new Illness();
    private final List<String> alarms = new ArrayList<>();
    private InMemoryDirectory ill;
    private InMemoryDirectory well;

    @BeforeEach
    void open() throws Exception {
        ill = new InMemoryDirectory(config -> config.addInMemoryOperationInterceptor(illness));
        well = new InMemoryDirectory();
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

    private DirectorySettings both() {
        DirectorySettings first = ill.directory();
        return first.at(Stream.of(first, well.directory())
                .map(settings -> settings.uris().getFirst())
                .toList());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theOperatorHearsWhatIsHisToMend(Results.Row row) throws Exception {
        for (Asked what : Asked.values()) {
            illness.ends(what, row.code());
            try (Connector connector =
                    Asking.connector(what == Asked.USER_BIND ? ill.directory() : both(), ill.ticker, alarms)) {
                Searched found = connector.search(Filter.create("(uid=anna)"), "mail");
                if (what == Asked.USER_BIND) {
                    connector.bind(assertInstanceOf(Searched.One.class, found), SECRET, List.of());
                }
            }
            assertEquals(row.of(what) == Verdict.CONFIGURATION, !alarms.isEmpty(), what + " " + alarms);
            alarms.clear();
            illness.heal();
        }
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
