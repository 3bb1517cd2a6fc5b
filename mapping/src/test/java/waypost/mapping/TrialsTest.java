package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import waypost.directory.Bound;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.identity.SharedKey;

/** What is known of passwords that a directory checks, and whose turn it is to ask it. */
class TrialsTest {
    private static final SharedKey KEY = new SharedKey(1, "5".repeat(64));
    private static final DirectoryId ANNA = new DirectoryId("anna");
    private static final PasswordStamp DATED = new PasswordStamp("20261130");
    private static final PasswordStamp UNDATED = new PasswordStamp("");

    private final AtomicLong nanos = new AtomicLong();
    private final Trials trials = trials();

    private Trials trials() {
        return new Trials(KEY, Duration.ofMinutes(10), nanos::get);
    }

    private Try shown(String password) {
        return trials.of(ANNA, DATED, 0, new Secret(password));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static CompletableFuture<Tried> asked(CompletionStage<Tried> turn) {
        return turn.toCompletableFuture();
    }

    @Test
    void allWhoHaveTheKeyKnowAPasswordByTheSameHash() {
        Try one = shown("secret");
        assertEquals(one, trials().of(ANNA, DATED, 0, new Secret("secret")));
        for (Try other : List.of(
                shown("Secret"),
                trials.of(ANNA, UNDATED, 0, new Secret("secret")),
                trials.of(ANNA, new PasswordStamp("20261201"), 0, new Secret("secret")),
                trials.of(ANNA, DATED, 1, new Secret("secret")),
                trials.of(new DirectoryId("bob"), DATED, 0, new Secret("secret")))) {
            assertFalse(other.high() == one.high() || other.low() == one.low(), other.toString());
        }
        trials.rekey(new SharedKey(2, "6".repeat(64)));
        assertFalse(shown("secret").equals(one));
    }

    @Test
    void whatOneWasToldIsAskedByNobodyElse() {
        trials.heard(shown("old"), Tried.WRONG, "fe2");
        trials.heard(shown("new"), Tried.RIGHT, "fe3");
        assertEquals(Tried.WRONG, trials.begin(shown("old")));
        assertEquals(Tried.RIGHT, trials.begin(shown("new")));
        pass(Duration.ofMinutes(10));
        assertEquals(Tried.OPEN, trials.begin(shown("new")));
        assertEquals(Tried.WRONG, trials.begin(shown("old")));
    }

    /** Where nobody can see that it was set anew, it may be wrong by now. */
    @Test
    void whatIsRightIsBelievedOnlyWhereThePasswordHasADate() {
        Try undated = trials.of(ANNA, UNDATED, 0, new Secret("secret"));
        trials.heard(undated, Tried.RIGHT, "fe2");
        assertEquals(Tried.OPEN, trials.begin(undated));
        trials.ended(undated, Tried.WRONG);
        assertEquals(Tried.WRONG, trials.begin(undated));
        pass(Duration.ofMinutes(10));
        assertEquals(Tried.OPEN, trials.begin(undated));
    }

    @Test
    void anotherPasswordDoesNotMakeItLast() {
        Try undated = trials.of(ANNA, UNDATED, 0, new Secret("secret"));
        trials.ended(undated, Tried.WRONG);
        pass(Duration.ofMinutes(9));
        trials.ended(trials.of(ANNA, UNDATED, 0, new Secret("guess")), Tried.WRONG);
        assertEquals(Tried.WRONG, trials.begin(undated));
        pass(Duration.ofMinutes(1));
        assertEquals(Tried.OPEN, trials.begin(undated));
    }

    @Test
    void oneAtATimeAndWhoShowsTheSameHearsWhatCameOfIt() {
        assertEquals(Tried.OPEN, asked(trials.turn(shown("a"), "fe1")).join());
        CompletableFuture<Tried> same = asked(trials.turn(shown("a"), "fe2"));
        CompletableFuture<Tried> other = asked(trials.turn(shown("b"), "fe3"));
        CompletableFuture<Tried> third = asked(trials.turn(shown("b"), "fe4"));
        trials.heard(shown("a"), Tried.WRONG, "fe2"); // not whose turn it is, and all the same it is known
        assertFalse(same.isDone() || other.isDone());
        trials.heard(shown("a"), Tried.WRONG, "fe1");
        assertEquals(Tried.WRONG, same.join());
        assertEquals(Tried.OPEN, other.join());
        assertFalse(third.isDone());
        trials.heard(shown("b"), Tried.RIGHT, "fe3");
        assertEquals(Tried.RIGHT, third.join());
        assertEquals(Tried.OPEN, asked(trials.turn(shown("c"), "fe1")).join());
    }

    @Test
    void ofAnotherAccountNobodyWaits() {
        trials.turn(shown("a"), "fe1");
        Try bobs = trials.of(new DirectoryId("bob"), DATED, 0, new Secret("a"));
        assertEquals(Tried.OPEN, asked(trials.turn(bobs, "fe2")).join());
    }

    @Test
    void whoDoesNotEndLosesHisTurn() {
        trials.turn(shown("a"), "fe1");
        pass(Trials.PATIENCE);
        CompletableFuture<Tried> waiting = asked(trials.turn(shown("a"), "fe2"));
        assertFalse(waiting.isDone());
        pass(Duration.ofNanos(1));
        assertEquals(Tried.OPEN, asked(trials.turn(shown("a"), "fe3")).join());
        trials.heard(shown("a"), Tried.OPEN, "fe1"); // too late
        trials.heard(shown("a"), Tried.OPEN, "fe3");
        assertEquals(Tried.OPEN, asked(trials.turn(shown("a"), "fe4")).join());
    }

    @Test
    void whoHasGivenUpGetsNoTurn() {
        trials.turn(shown("a"), "fe1");
        CompletableFuture<Tried> gone = asked(trials.turn(shown("b"), "fe2"));
        pass(Trials.PATIENCE.plusNanos(1));
        trials.heard(shown("a"), Tried.WRONG, "fe1");
        assertFalse(gone.isDone());
        assertEquals(Tried.OPEN, asked(trials.turn(shown("c"), "fe3")).join());
    }

    @Test
    void aCrowdOfPasswordsIsNotHeldForEver() {
        trials.turn(shown("a"), "fe1");
        List<CompletableFuture<Tried>> crowd = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            crowd.add(asked(trials.turn(shown("guess" + i), "fe2")));
        }
        assertEquals(100, crowd.stream().filter(one -> !one.isDone()).count());
        assertTrue(crowd.getLast().isDone());
    }

    /** What it hears of a colleague it goes by; what it finds it tells. */
    @Test
    void asksWhereTurnsAreGiven() {
        List<Tried> told = new ArrayList<>();
        trials.join(new Trials.Colleagues() {
            @Override
            public Optional<CompletionStage<Tried>> turn(Try shown) {
                return Optional.of(
                        shown.equals(shown("broken"))
                                ? CompletableFuture.failedStage(new IllegalStateException("no answer"))
                                : CompletableFuture.completedStage(Tried.WRONG));
            }

            @Override
            public void tell(Try shown, Tried said) {
                told.add(said);
            }
        });
        assertEquals(Tried.WRONG, trials.begin(shown("any")));
        assertEquals(Tried.OPEN, trials.begin(shown("broken")));
        trials.ended(shown("broken"), Tried.WRONG);
        assertEquals(List.of(Tried.WRONG), told);
    }

    @Test
    void aBindSaysSomethingOfThePasswordWhereNothingElseDecides() {
        assertEquals(Tried.RIGHT, Tried.of(new Bound.Right(Optional.empty())));
        assertEquals(Tried.WRONG, Tried.of(new Bound.Wrong()));
        for (Bound other : List.of(
                new Bound.Right(Optional.of(Bound.Bar.EXPIRED)),
                new Bound.LockedOut(),
                new Bound.Elsewhere("it may know"),
                new Bound.Failed("it may not"))) {
            assertEquals(Tried.OPEN, Tried.of(other), other::toString);
        }
    }
}
