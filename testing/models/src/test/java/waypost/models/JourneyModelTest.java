package waypost.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.identity.Referral;
import waypost.mapping.Journey;
import waypost.models.JourneyWorld.Place;
import waypost.models.JourneyWorld.Record;
import waypost.models.JourneyWorld.State;

/** A journey ends, whatever the nodes' records say: served, or stuck with an alarm, after at most {@link Journey#LIMIT} referrals. */
class JourneyModelTest {
    private static final BiFunction<Journey, Referral, Journey.Next> RULE =
            (journey, referral) -> journey.referred(referral, JourneyWorld.names(3));

    /** What a node can have: nothing, the account, or a pointer to any node, itself too, at any epoch up to the highest. */
    private static List<Record> possible(int nodes, long highest) {
        List<Record> all = new ArrayList<>(List.of(new Record.Nothing()));
        for (long epoch = 1; epoch <= highest; epoch++) {
            all.add(new Record.Owner(epoch));
            for (int to = 0; to < nodes; to++) {
                all.add(new Record.MovedTo(to, epoch));
            }
        }
        return all;
    }

    private static Stream<JourneyWorld> worlds(int moves, BiFunction<Journey, Referral, Journey.Next> rule) {
        List<Record> records = possible(3, 3);
        return records.stream()
                .flatMap(a -> records.stream()
                        .flatMap(b -> records.stream()
                                .flatMap(c -> Stream.of(0L, 2L)
                                        .map(epoch -> new JourneyWorld(
                                                List.of(a, b, c),
                                                Journey.to(JourneyWorld.name(0), epoch),
                                                moves,
                                                rule)))));
    }

    private static Explorer.Result all(Stream<JourneyWorld> worlds) {
        List<Explorer.Result> results =
                worlds.map(world -> new Explorer<>(world).everything()).toList();
        int states = results.stream().mapToInt(Explorer.Result::size).sum();
        return results.stream()
                .filter(result -> result.violation().isPresent())
                .findFirst()
                .map(bad -> new Explorer.Result(states, Explorer.STATES, bad.violation(), bad.trace()))
                .orElse(new Explorer.Result(states, Explorer.STATES, Optional.empty(), List.of()));
    }

    @Test
    void anyRecordsWhileTheAccountMoves(TestReporter reporter) {
        int moves = Boolean.getBoolean("waypost.full") ? 4 : 2;
        Report.sound("journey", all(worlds(moves, RULE)), reporter);
    }

    static Stream<Arguments> mutants() {
        BiFunction<Journey, Referral, Journey.Next> equalEpochs = (journey, referral) ->
                new Journey.Next.Ask(new Journey(referral.node(), referral.epoch(), journey.referrals()));
        BiFunction<Journey, Referral, Journey.Next> uncounted =
                (journey, referral) -> RULE.apply(new Journey(journey.node(), journey.epoch(), 0), referral);
        return Stream.of(
                Arguments.of("only a higher epoch is followed, and counted", equalEpochs),
                Arguments.of("referrals are counted", uncounted));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void ruleDroppedIsNoticed(String rule, BiFunction<Journey, Referral, Journey.Next> without, TestReporter reporter) {
        Report.caught("journey, " + rule, all(worlds(2, without)), reporter);
    }

    private static Place end(List<Record> records, Journey journey, String... schedule) {
        Explorer<State> explorer = new Explorer<>(new JourneyWorld(records, journey, 2, RULE));
        List<State> states = explorer.toRest(List.of(schedule));
        assertEquals(Optional.empty(), explorer.violation(states));
        return states.getLast().place();
    }

    @Test
    void staleDirectoryIsPutRight() {
        List<Record> records = List.of(new Record.MovedTo(1, 2), new Record.MovedTo(2, 3), new Record.Owner(3));
        assertEquals(new Place.Served(2), end(records, Journey.to(JourneyWorld.name(0), 0)));
        assertEquals(new Place.Served(2), end(records, Journey.to(JourneyWorld.name(1), 1)));
    }

    @Test
    void twoNodesThatPointAtEachOtherEndIt() {
        List<Record> records = List.of(new Record.MovedTo(1, 2), new Record.MovedTo(0, 2), new Record.Nothing());
        assertEquals(new Place.Stuck(), end(records, Journey.to(JourneyWorld.name(0), 0)));
        assertEquals(new Place.Stuck(), end(records, Journey.to(JourneyWorld.name(1), 2)));
    }

    @Test
    void nodeThatPointsAtItselfEndsIt() {
        List<Record> records = List.of(new Record.MovedTo(0, 2), new Record.Nothing(), new Record.Nothing());
        assertEquals(new Place.Stuck(), end(records, Journey.to(JourneyWorld.name(0), 0)));
    }

    @Test
    void accountThatMovesAheadOfTheJourneyIsCaughtUpWith() {
        List<Record> records = List.of(new Record.Owner(1), new Record.Nothing(), new Record.Nothing());
        assertEquals(
                new Place.Served(2),
                end(records, Journey.to(JourneyWorld.name(0), 1), "moves from n0 to n1", "moves from n1 to n2"));
    }

    @Test
    void unknownNodeIsNotAsked() {
        Journey journey = Journey.to(JourneyWorld.name(0), 0);
        Referral abroad = new Referral(JourneyWorld.ACCOUNT, JourneyWorld.name(9), 5);
        assertTrue(RULE.apply(journey, abroad) instanceof Journey.Next.Stuck);
    }
}
