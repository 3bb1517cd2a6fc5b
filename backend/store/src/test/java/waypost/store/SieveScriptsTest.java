package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static waypost.store.SieveScripts.Result.DONE;
import static waypost.store.SieveScripts.Result.NO_SUCH_SCRIPT;
import static waypost.store.SieveScripts.Result.SCRIPT_ACTIVE;
import static waypost.store.SieveScripts.Result.SCRIPT_EXISTS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AccountId;
import waypost.identity.TransferId;

/** Sieve scripts as RFC 5804 wants them kept. */
class SieveScriptsTest {
    private static final List<String> NAMES = List.of("main", "vacation", "f\u00fcr Gro\u00dfmutter");

    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private Store store;
    private AccountId id;
    private SieveScripts scripts;

    @BeforeEach
    void create() throws IOException {
        fixture = new StoreFixture(folder);
        store = fixture.open();
        id = fixture.create(store, "alice");
        scripts = account().scripts();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private Account account() throws IOException {
        return store.accounts().open(id).orElseThrow();
    }

    private static PropertyValue text(String text) {
        return PropertyValue.of(text);
    }

    /** §2.6 to §2.11.1, in the order in which a client does it. */
    @Test
    void oneIsActiveAtMost() throws IOException {
        assertEquals(Optional.empty(), scripts.active());
        assertEquals(DONE, Results.done(scripts.put("a", text("keep;"))));
        assertEquals(NO_SUCH_SCRIPT, Results.done(scripts.activate("b")));
        assertEquals(DONE, Results.done(scripts.activate("a")));
        assertEquals(DONE, Results.done(scripts.put("b", text("discard;"))));
        assertEquals(DONE, Results.done(scripts.put("a", text("stop;"))));
        assertEquals("stop;", scripts.active().orElseThrow().text().text());
        assertEquals(SCRIPT_ACTIVE, Results.done(scripts.delete("a")));
        assertEquals(SCRIPT_EXISTS, Results.done(scripts.rename("a", "b")));
        assertEquals(NO_SUCH_SCRIPT, Results.done(scripts.rename("c", "d")));
        assertEquals(DONE, Results.done(scripts.rename("a", "c")));
        assertEquals(List.of("b false", "c true"), listed(scripts));
        assertEquals(DONE, Results.done(scripts.activate("b")));
        assertEquals(List.of("b true", "c false"), listed(scripts));
        assertEquals(DONE, Results.done(scripts.delete("c")));
        assertEquals(NO_SUCH_SCRIPT, Results.done(scripts.delete("c")));
        assertEquals(DONE, Results.done(scripts.deactivate()));
        assertEquals(DONE, Results.done(scripts.deactivate()));
        assertEquals(Optional.empty(), scripts.active());
        assertEquals(DONE, Results.done(scripts.delete("b")));
        assertEquals(List.of(), scripts.all());
    }

    private static List<String> listed(SieveScripts scripts) throws IOException {
        return scripts.all().stream()
                .map(script -> script.name() + " " + script.active())
                .toList();
    }

    /** §1.6. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "\u0085", "\u2028", "\u2029", "\u0000"})
    void noNames(String name) throws IOException {
        assertEquals(Outcome.Reason.INVALID_NAME, Results.refused(scripts.put(name, text("keep;"))));
        Results.done(scripts.put("a", text("keep;")));
        assertEquals(Outcome.Reason.INVALID_NAME, Results.refused(scripts.rename("a", name)));
        assertEquals(List.of("a false"), listed(scripts));
    }

    /** §1.6: "Servers MUST allow names of up to 128 Unicode characters in length". */
    @Test
    void longNames() throws IOException {
        String name = "\ud83d\ude00".repeat(128);
        Results.done(scripts.put(name, text("keep;")));
        Results.done(scripts.activate(name));
        assertEquals(Optional.of(name), scripts.active().map(SieveScripts.Script::name));
    }

    @Test
    void whoWatchesHearsOfThem() throws IOException {
        List<AccountChange> heard = new ArrayList<>();
        try (AccountWatch.Watching _ = account().watch(heard::addAll)) {
            Results.done(scripts.put("a", text("keep;")));
            Results.done(scripts.activate("a"));
        }
        assertEquals(
                List.of(
                        new AccountChange.PropertyChanged(new PropertyKey(PropertyKind.SCRIPT, 0, "a")),
                        new AccountChange.PropertyChanged(new PropertyKey(PropertyKind.ACTIVE_SCRIPT, 0, "active"))),
                heard);
    }

    /** What the scripts have to be. */
    private static final class Model {
        private final Map<String, String> texts = new TreeMap<>();
        private Optional<String> active = Optional.empty();

        SieveScripts.Result activate(String name) {
            boolean there = texts.containsKey(name);
            active = there ? Optional.of(name) : active;
            return there ? DONE : NO_SUCH_SCRIPT;
        }

        SieveScripts.Result delete(String name) {
            if (active.equals(Optional.of(name))) {
                return SCRIPT_ACTIVE;
            }
            return texts.remove(name) == null ? NO_SUCH_SCRIPT : DONE;
        }

        SieveScripts.Result rename(String from, String to) {
            if (!texts.containsKey(from)) {
                return NO_SUCH_SCRIPT;
            }
            if (texts.containsKey(to)) {
                return SCRIPT_EXISTS;
            }
            texts.put(to, Objects.requireNonNull(texts.remove(from)));
            active = active.map(name -> name.equals(from) ? to : name);
            return DONE;
        }
    }

    /** Random commands beside a map; a rebuilt index and a restored archive have the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theyAreAsTheModelHasThem(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Model model = new Model();
        for (int i = 0; i < 200; i++) {
            step(random, model, "# " + i);
            compare(model, scripts);
        }
        store.close();
        fixture.deleteIndex();
        store = fixture.open();
        compare(model, account().scripts());
        Account other = fixture.account(store);
        StoreFixture.restore(StoreFixture.archive(store, account(), new TransferId(1, seed)), other);
        compare(model, other.scripts());
    }

    private void step(SplittableRandom random, Model model, String text) throws IOException {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String other = NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(16)) {
            case 0 -> {
                assertEquals(DONE, Results.done(scripts.deactivate()));
                model.active = Optional.empty();
            }
            case 1, 2, 3 -> {
                assertEquals(DONE, Results.done(scripts.put(name, text(text))));
                model.texts.put(name, text);
            }
            case 4, 5, 6 -> assertEquals(model.activate(name), Results.done(scripts.activate(name)));
            case 7, 8, 9 -> assertEquals(model.delete(name), Results.done(scripts.delete(name)));
            default -> assertEquals(model.rename(name, other), Results.done(scripts.rename(name, other)));
        }
    }

    private static void compare(Model model, SieveScripts scripts) throws IOException {
        Map<String, String> found = new TreeMap<>();
        Set<String> actives = new HashSet<>();
        for (SieveScripts.Script script : scripts.all()) {
            found.put(script.name(), script.text().text());
            assertEquals(Optional.of(script), scripts.get(script.name()));
            if (script.active()) {
                actives.add(script.name());
                assertEquals(Optional.of(script), scripts.active());
            }
        }
        assertEquals(model.texts, found);
        assertEquals(model.active.map(Set::of).orElse(Set.of()), actives);
        assertEquals(model.active, scripts.active().map(SieveScripts.Script::name));
    }

    /** Mail comes while somebody renames the active script: it never goes without. */
    @Test
    void thereIsAlwaysTheActiveOne() throws Exception {
        Results.done(scripts.put("0", text("keep;")));
        Results.done(scripts.activate("0"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> renamed = new CompletableFuture<>();
            threads.execute(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        Results.done(scripts.rename(Integer.toString(i), Integer.toString(i + 1)));
                    }
                    renamed.complete(null);
                } catch (IOException | RuntimeException | AssertionError failed) {
                    renamed.completeExceptionally(failed);
                }
            });
            while (!renamed.isDone()) {
                assertEquals("keep;", scripts.active().orElseThrow().text().text());
                assertEquals(
                        1,
                        scripts.all().stream()
                                .filter(SieveScripts.Script::active)
                                .count());
            }
            renamed.get();
        }
    }
}
