package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.config.HostPattern;

class RoutesTest {
    private static final Routes ROUTES = new Routes(
            Set.of("store1", "v1"), List.of(new HostPattern("*.old.example.net"), new HostPattern("192.0.2.7")));

    @ParameterizedTest
    @CsvSource({
        "store1, store1 epoch 3",
        "' Store1 ', store1 epoch 3",
        "v1, v1 epoch 3",
        "imap1.old.example.net, imap1.old.example.net",
        "IMAP1.old.example.net, imap1.old.example.net",
        "192.0.2.7, 192.0.2.7",
        "192.0.2.8, none",
        "imap1.old.example.net:143, none",
        "imap1.old.example.net.evil.example, none",
        "store2, none",
        "'', none",
        // longer than a name may be
        "a123456789-123456789-123456789-123456789-123456789.old.example.net, none",
    })
    void aHostIsListedOrLikeOneThatIs(String host, String route) {
        assertEquals(
                Optional.of(route).filter(text -> !text.equals("none")),
                ROUTES.read(host, OptionalLong.of(3)).map(Route::toString));
    }
}
