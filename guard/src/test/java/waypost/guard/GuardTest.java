package waypost.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.config.Network;
import waypost.identity.Secret;

class GuardTest {
    private static final String BAD = "192.0.2.66";
    private static final Duration HOUR = Duration.ofHours(1);

    private final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({"4, 0", "5, 2", "10, 4", "20, 8", "40, 15", "99, 15"})
    void whoFailsForManyAccountsWaitsForTheAnswers(int accounts, long seconds) {
        scene.fail(accounts - 1, "name", BAD);
        assertEquals(seconds, scene.wrong("one-more", BAD, "guess"));
        assertEquals(0, scene.wrong("one-more", "192.0.2.67", "guess"), "another address");
    }

    @ParameterizedTest
    @CsvSource({"4, 0", "5, 2", "10, 4", "20, 8", "40, 15"})
    void whoGuessesOneAccountWaits(int passwords, long seconds) {
        long last = 0;
        for (int i = 1; i <= passwords; i++) {
            last = scene.wrong("anna", BAD, "guess" + i);
        }
        assertEquals(seconds, last);
        assertEquals(0, scene.wrong("bob", BAD, "guess"), "one account has failed there, and this is the second");
    }

    @Test
    void whoIsRightDoesNotWaitForWhoIsWrong() {
        scene.fail(99, "name", BAD);
        assertEquals(0, scene.right("anna", BAD));
    }

    @Test
    void theSameWrongPasswordCountsOnce() {
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, scene.wrong("anna", BAD, "the old one"));
            scene.pass(Duration.ofSeconds(20));
        }
    }

    /** A telephone has an old password and another account: it is one failing account, for ever. */
    @Test
    void anAccountFailsOnceForItsNetwork() {
        for (int i = 0; i < 30; i++) {
            scene.login("anna", BAD, "guess" + i % 2);
            assertEquals(0, scene.wrong("bob", BAD, "old"));
        }
    }

    @Test
    void whatIsNotShownCountsEachTime() {
        Attempt attempt = scene.guard().named("anna", Scene.address(BAD));
        Duration last = Duration.ZERO;
        for (int i = 0; i < 5; i++) {
            last = scene.guard().wrong(attempt);
        }
        assertEquals(Duration.ofSeconds(2), last);
    }

    @Test
    void aTokenThatIsRefusedAgainAndAgainCountsOnce() {
        Secret token = new Secret("expired");
        for (int i = 0; i < 100; i++) {
            Attempt attempt = scene.guard().unnamed(token, Scene.address(BAD));
            assertEquals(new Ruling.AtOnce(), scene.guard().enter(attempt));
            assertEquals(Duration.ZERO, scene.guard().wrong(attempt, token));
        }
    }

    @Test
    void whoMistypesAndThenLogsInIsNoFailure() {
        for (int i = 0; i < 50; i++) {
            assertEquals(0, scene.wrong("user" + i, BAD, "typo"));
            assertEquals(0, scene.right("user" + i, BAD));
        }
        assertEquals(0, scene.wrong("one-more", BAD, "typo"));
    }

    @Test
    void whatFailedAnHourAgoIsForgotten() {
        scene.fail(20, "name", BAD);
        assertEquals(8, scene.wrong("name", BAD, "guess"));
        scene.pass(HOUR);
        assertEquals(0, scene.wrong("name", BAD, "guess"));
    }

    @Test
    void outagesAreNoFailures() {
        for (int i = 0; i < 200; i++) {
            Attempt attempt = scene.guard().named("name" + i, Scene.address(BAD));
            assertEquals(new Ruling.AtOnce(), scene.guard().enter(attempt));
            scene.guard().undecided(attempt);
        }
        assertEquals(0, scene.wrong("name", BAD, "guess"));
    }

    /** Each from its own address, of which nothing else is known. */
    @Test
    void anAccountThatIsGuessedFromManyNetworksAnswersLate() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 1; i <= 80; i++) {
            seconds.add(scene.wrong("anna", "198.51.100." + i, "guess" + i));
        }
        assertEquals(
                List.of(0L, 2L, 4L, 8L, 15L),
                List.of(seconds.get(8), seconds.get(9), seconds.get(19), seconds.get(39), seconds.get(79)));
        assertEquals(0, scene.right("anna", "203.0.113.1"), "right, from where she never was");
    }

    @Test
    void familiarPairsAreNotHeldUpByGuessesFromElsewhere() {
        scene.right("anna", "203.0.113.1");
        for (int i = 1; i <= 200; i++) {
            scene.begin("anna", "198.51.100." + i, "guess" + i, _ -> {});
        }
        assertEquals(0, scene.right("anna", "203.0.113.1"));
        assertEquals(0, scene.wrong("anna", "203.0.113.1", "typo"), "nor are its mistakes answered late");
    }

    /** Nobody can tell the owner from who guesses from the same address: her answers stay quick as long as few guesses are held. */
    @Test
    void aFamiliarPairIsJudgedByItsOwnFailures() {
        scene.right("anna", BAD);
        for (int i = 1; i <= 40; i++) {
            scene.login("anna", BAD, "guess" + i);
        }
        assertEquals(15, scene.wrong("anna", BAD, "guess"));
        assertEquals(0, scene.right("anna", BAD));
    }

    @Test
    void whoHoldsManyLogInsWaitsBeforeTheyAreDecided() {
        scene.fail(40, "name", BAD);
        List<Scene.Ended> ended = new ArrayList<>();
        for (int i = 0; i < Guard.AT_ONCE + Gate.WAITING; i++) {
            scene.begin("other" + i, BAD, "guess", ended::add);
        }
        scene.begin("too-many", BAD, "guess", ended::add);
        assertEquals(List.of(new Scene.Ended(Optional.empty(), false)), ended);
        Scene.Ended right = scene.login("anna", "192.0.2.67", "right");
        assertEquals(0, right.seconds(), "others do not wait");
        scene.pass(Duration.ofMinutes(1));
        assertEquals(26, ended.size());
        ended.stream().skip(1).forEach(end -> assertEquals(15, end.seconds()));
    }

    @Test
    void aPlaceIsFreeWhenItsTimeIsOverWhetherItsClientWaitsOrNot() {
        scene.fail(40, "name", BAD);
        for (int i = 0; i < Guard.AT_ONCE + Gate.WAITING; i++) {
            scene.begin("other" + i, BAD, "guess", _ -> {});
        }
        Attempt next = scene.guard().named("next", Scene.address(BAD));
        assertEquals(new Ruling.Never(Ruling.Reason.CROWDED), scene.guard().enter(next));
        scene.pass(Duration.ofSeconds(15));
        assertInstanceOf(Ruling.After.class, scene.guard().enter(next));
        scene.pass(Duration.ofSeconds(30));
        assertEquals(new Ruling.AtOnce(), scene.guard().enter(next));
    }

    @Test
    void whoIsRightGivesItsPlaceBack() {
        scene.fail(40, "name", BAD);
        for (int i = 0; i < 100; i++) {
            scene.begin("user" + i, BAD, "right", ended -> assertEquals(0, ended.seconds()));
            scene.pass(Duration.ofMillis(10));
        }
    }

    @Test
    void whoLogsInAsHimselfDoesNotGiveBackThePlacesOfHisGuesses() {
        scene.right("eve", BAD);
        scene.fail(40, "name", BAD);
        for (int i = 0; i < Guard.AT_ONCE; i++) {
            scene.begin("other" + i, BAD, "guess", _ -> {});
        }
        for (int i = 0; i < 10; i++) {
            scene.begin("eve", BAD, "right", ended -> assertEquals(0, ended.seconds()));
        }
        Attempt next = scene.guard().named("next", Scene.address(BAD));
        assertInstanceOf(Ruling.After.class, scene.guard().enter(next));
    }

    @Test
    void aNetworkIsBannedForAnHour() {
        scene.right("anna", BAD);
        scene.fail(100, "name", BAD);
        Attempt stranger = scene.guard().named("bob", Scene.address(BAD));
        assertEquals(new Ruling.Never(Ruling.Reason.BANNED), scene.guard().enter(stranger));
        assertEquals(0, scene.right("anna", BAD), "who was there before is not refused");
        assertEquals(0, scene.right("bob", "192.0.2.67"), "nor is the neighbour");
        scene.pass(HOUR);
        assertEquals(0, scene.right("bob", BAD));
    }

    @Test
    void aNetworkWhereManyLogInIsNotBanned() {
        scene.fail(1, "name", BAD);
        for (int i = 0; i < 100; i++) {
            scene.right("user" + i, BAD);
        }
        scene.fail(150, "other", BAD);
        assertEquals(0, scene.right("stranger", BAD));
        assertEquals(15, scene.wrong("stranger", BAD, "guess") + scene.wrong("other-stranger", BAD, "guess"));
    }

    @Test
    void aSharedNetworkIsNotJudged() {
        Scene shared = Scene.sharing(new Network(Scene.address("192.0.2.0"), 24));
        shared.fail(1000, "name", BAD);
        assertEquals(0, shared.wrong("anna", BAD, "guess1"));
        assertEquals(0, shared.right("bob", BAD));
        for (int i = 2; i < 10; i++) {
            shared.login("anna", BAD, "guess" + i);
        }
        assertEquals(4, shared.wrong("anna", BAD, "guess10"), "the account is");
    }

    @Test
    void thisMachineIsShared() {
        scene.fail(1000, "name", "127.0.0.1");
        scene.fail(1000, "name", "::1");
        assertEquals(0, scene.wrong("anna", "127.0.0.1", "guess"));
        assertEquals(0, scene.wrong("anna", "::1", "guess"));
    }

    @Test
    void anAddressOfIpv6IsItsWhole64() {
        for (int i = 1; i <= 4; i++) {
            scene.login("name" + i, "2001:db8:1:100::" + i, "guess");
        }
        assertEquals(2, scene.wrong("name", "2001:db8:1:100:ffff::1", "guess"));
        assertEquals(0, scene.wrong("name", "2001:db8:1:101::1", "guess"));
    }

    /** Another /64 for each account: the /56 is allowed twice as many, the /48 four times. */
    @ParameterizedTest
    @CsvSource({"2001:db8:1:1%02x::1, 10", "2001:db8:1:%02x00::1, 20"})
    void whoMovesWithinHisNetworkIsFoundByTheWiderOne(String pattern, int allowed) {
        for (int i = 1; i < allowed; i++) {
            assertEquals(0, scene.wrong("name" + i, pattern.formatted(i), "guess"));
        }
        assertEquals(2, scene.wrong("name", pattern.formatted(allowed), "guess"));
        assertEquals(0, scene.wrong("name", "2001:db8:2:100::1", "guess"), "another /48");
    }

    @Test
    void aWiderNetworkIsNotJudgedByOneOfItsParts() {
        scene.fail(90, "name", "2001:db8:1:100::1");
        assertEquals(0, scene.wrong("name", "2001:db8:1:101::1", "guess"));
    }

    @Test
    void nobodyWaitsWhereDelaysAreOff() {
        Scene off = new Scene(Scene.OFF, Optional.empty());
        off.fail(500, "name", BAD);
        for (int i = 0; i < 500; i++) {
            off.begin("name" + i, "198.51.100." + i % 250, "guess", ended -> assertEquals(0, ended.seconds()));
        }
        off.pass(HOUR);
    }
}
