package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.ResultCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waypost.directory.PasswordScheme;
import waypost.identity.AccountName;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** Who has the rest of a domain: mail that is nobody's in any map, and nothing else. */
class CatchAllTest {
    private static final Secret SECRET = new Secret("secret");
    private static final int MANY = 300;

    @TempDir
    private Path folder;

    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        fixture.addAnna();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private UserMapSettings file(String... users) throws Exception {
        Path file = Files.write(folder.resolve("users"), List.of(users));
        return new UserMapSettings.File("file", Domains.of("example.net"), file);
    }

    private static UserMapSettings directory(CatchAll catchAll) {
        return new UserMapSettings.Directory(
                "subscribers", Domains.of("example.net"), "main", Proof.STORED_HASH, Several.UNAVAILABLE, catchAll);
    }

    /** What the first map, which is a directory's, says of a name, when the second has the rest of the domain. */
    private enum First {
        DOES_NOT_HAVE_IT("rest"),
        HAS_IT("anna") {
            @Override
            void becomes(Fixture fixture, UserMaps maps) throws Exception {
                fixture.add(
                        "late", "mail: anna@example.net", "mailLocalAddress: asked@example.net", "mailHost: store1");
            }
        },
        HAS_IT_TWICE("UNAVAILABLE") {
            @Override
            void becomes(Fixture fixture, UserMaps maps) throws Exception {
                fixture.add("late", "mail: asked@example.net", "mailHost: store1");
                fixture.add("later", "mail: asked@example.net", "mailHost: store1");
            }
        },
        HAD_IT("UNAVAILABLE") {
            @Override
            void becomes(Fixture fixture, UserMaps maps) throws Exception {
                fixture.add("late", "mail: asked@example.net", "mailHost: store1");
                assertEquals("asked", said(maps.locate("asked")));
                fixture.server.delete("uid=late,dc=waypost");
                fixture.pass(Duration.ofMinutes(6));
            }
        },
        HAD_IT_LONG_AGO("rest") {
            @Override
            void becomes(Fixture fixture, UserMaps maps) throws Exception {
                HAD_IT.becomes(fixture, maps);
                assertEquals("UNAVAILABLE", said(maps.locate("asked")));
                fixture.pass(Duration.ofMinutes(11));
            }
        },
        CANNOT_SAY("UNAVAILABLE") {
            @Override
            void becomes(Fixture fixture, UserMaps maps) {
                fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
            }
        },
        IS_DOWN("UNAVAILABLE") {
            @Override
            void becomes(Fixture fixture, UserMaps maps) {
                fixture.server.shutDown(true);
            }
        },
        MISSES_MANY("UNAVAILABLE") {
            @Override
            void becomes(Fixture fixture, UserMaps maps) throws Exception {
                for (int i = 0; i < Losses.LEAST; i++) {
                    fixture.add("u" + i, "mail: u" + i + "@example.net", "mailHost: store1");
                    assertEquals("u" + i, said(maps.locate("u" + i)));
                }
                for (int i = 0; i < Losses.LEAST; i++) {
                    fixture.server.delete("uid=u" + i + ",dc=waypost");
                }
                fixture.pass(Duration.ofMinutes(6));
                for (int i = 0; i < Losses.LEAST; i++) {
                    assertEquals("UNAVAILABLE", said(maps.locate("u" + i)));
                }
            }
        };

        private final String expected;

        First(String expected) {
            this.expected = expected;
        }

        void becomes(Fixture fixture, UserMaps maps) throws Exception {}
    }

    private static String said(Answer.Settled answer) {
        return switch (answer) {
            case Answer.Granted granted -> granted.name().local();
            case Answer.Refused(var kind) -> kind.name();
            case Answer.Unknown() -> "UNKNOWN";
            case Answer.Unavailable(var _, var _) -> "UNAVAILABLE";
        };
    }

    @ParameterizedTest
    @EnumSource
    void isAskedWhenEveryMapHasSaidThatNobodyHasTheName(First first) throws Exception {
        try (UserMaps maps =
                fixture.mapping(directory(CatchAll.OFF), file("rest@example.net secret store2 alias=@example.net"))) {
            assertEquals("rest", said(maps.locate("whoever")), "before");
            first.becomes(fixture, maps);
            assertEquals(first.expected, said(maps.locate("asked")));
            assertEquals(new Addressees.One(maps.locate("asked")), maps.whose("asked"));
        }
    }

    @Test
    void takesNothingFromThoseWhoAreInMapsBehindIt() throws Exception {
        try (UserMaps maps =
                fixture.mapping(file("rest@example.net secret store2 alias=@example.net"), directory(CatchAll.ON))) {
            fixture.add("other", "mail: other@example.net", "mailLocalAddress: @example.net", "mailHost: store1");
            assertEquals("anna", said(maps.locate("a.nna")));
            assertEquals("other", said(maps.locate("other")));
            assertEquals("rest", said(maps.locate("whoever")), "that of the first map");
            assertInstanceOf(Answer.Granted.class, maps.authenticate("anna", SECRET, Service.IMAP));
            assertEquals("rest", said(maps.explain("whoever").answer()));
            assertEquals("anna", said(maps.explain("anna").answer()));
            assertInstanceOf(Prospect.Known.class, maps.prospects().of("whoever", Prospect.Use.MAIL));
            fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
            assertEquals("UNAVAILABLE", said(maps.locate("somebody")), "the second map may have him");
        }
    }

    /** Each map by itself: in another's rest the account would be hidden. */
    private List<UserMapSettings> each() throws Exception {
        fixture.add(
                "rest",
                "mail: rest@example.net",
                "mailLocalAddress: @example.net",
                "mailHost: store1",
                "userPassword: secret");
        return List.of(directory(CatchAll.ON), file("rest@example.net secret store2 alias=@example.net"));
    }

    /** Or whoever has a name for each try would never be counted as one who tries often. */
    @Test
    void nobodyLogsInByIt() throws Exception {
        for (UserMapSettings map : each()) {
            try (UserMaps maps = fixture.mapping(map)) {
                assertEquals("rest", said(maps.locate("whoever")));
                assertInstanceOf(Answer.Granted.class, maps.authenticate("rest", SECRET, Service.IMAP));
                assertEquals(new Answer.Unknown(), maps.authenticate("whoever", SECRET, Service.IMAP));
                assertEquals(new Identity.Nobody(new Answer.Unknown()), maps.identify("whoever", Service.IMAP));
                assertTrue(fits(maps.keys("rest", ScramHash.SHA_256).orElseThrow()));
                assertFalse(fits(maps.keys("whoever", ScramHash.SHA_256).orElseThrow()));
                assertInstanceOf(Prospect.Unknown.class, maps.prospects().of("whoever", Prospect.Use.LOGIN));
                assertEquals("rest", said(maps.locate("whoever")), "mail for it is taken all the same");
                assertEquals(new Answer.Unknown(), maps.authenticate("whoever", SECRET, Service.IMAP));
            }
        }
    }

    private static boolean fits(ScramKeys keys) {
        ScramKeys right = PasswordScheme.keys(SECRET, keys.hash(), keys.salt(), keys.iterations());
        return Arrays.equals(right.storedKey(), keys.storedKey());
    }

    @Test
    void namesThatAreMadeUpAreNotRemembered() throws Exception {
        for (UserMapSettings map : each()) {
            Path routes = folder.resolve("routes-" + map.name());
            try (UserMaps maps = fixture.mapping(map)) {
                maps.onDisk().routes(routes);
                for (int i = 0; i < MANY; i++) {
                    assertEquals("rest", said(maps.locate("made-up-" + i)));
                }
                Set<AccountName> known = new HashSet<>();
                maps.recollection().eachAccount((name, _) -> known.add(name));
                assertEquals(Set.of(AccountName.rest("example.net")), known);
                maps.onDisk().save();
            }
            assertEquals(1, RoutesFile.read(routes).size());
            assertFalse(Files.readString(routes, StandardCharsets.ISO_8859_1).contains("made-up"));
        }
    }

    @Test
    void isAskedForOnce() throws Exception {
        UserMapSettings map = each().getFirst();
        try (UserMaps maps = fixture.mapping(map)) {
            maps.locate("first");
            int before = fixture.searches.get();
            maps.locate("second");
            int one = fixture.searches.get() - before;
            for (int i = 0; i < MANY; i++) {
                maps.locate("made-up-" + i);
            }
            assertEquals(before + one * (MANY + 1), fixture.searches.get());
            assertEquals("rest", said(maps.cachedLocate("second").orElseThrow()), "nobody is asked");
        }
    }

    /** In an outage who it was that has it is known; that nobody has a name is not. */
    @Test
    void duringAnOutageItTakesNoNewNames() throws Exception {
        UserMapSettings map = each().getFirst();
        try (UserMaps maps = fixture.mapping(map)) {
            maps.locate("known-to-be-nobody");
            fixture.failSearches(OptionalInt.of(ResultCode.BUSY_INT_VALUE));
            assertEquals("rest", said(maps.locate("known-to-be-nobody")));
            assertEquals("UNAVAILABLE", said(maps.locate("another")));
            fixture.pass(Duration.ofMinutes(6));
            assertEquals("UNAVAILABLE", said(maps.locate("known-to-be-nobody")));
            fixture.failSearches(OptionalInt.empty());
            assertEquals("rest", said(maps.locate("another")));
        }
    }

    @Test
    void whatIsFoundOfItAfterwardsGoesToItsOwner() throws Exception {
        UserMapSettings map = each().getFirst();
        try (UserMaps maps = fixture.mapping(map)) {
            assertEquals("rest", said(maps.locate("new")));
            fixture.add("new", "mail: new@example.net", "mailHost: store1");
            fixture.pass(Duration.ofSeconds(20));
            assertEquals("new", said(maps.locate("new")));
        }
    }

    @Test
    void anExplanationShowsThatItWasAsked() throws Exception {
        UserMapSettings map = each().getFirst();
        try (UserMaps maps = fixture.mapping(map)) {
            List<Explanation.Tried> tried = maps.explain("whoever").tried();
            assertEquals(2, tried.size());
            assertEquals("does not have it", tried.getFirst().finding());
            assertEquals("main (mailLocalAddress=@example.net)", tried.getLast().filter());
            assertEquals(1, maps.explain("anna").tried().size());
        }
    }
}
