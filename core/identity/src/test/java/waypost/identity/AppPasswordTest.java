package waypost.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppPasswordTest {
    @Test
    void whatIsMadeIsKnownByItsForm() {
        SplittableRandom random = new SplittableRandom(20_261_130);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            AppPassword made = AppPassword.random(random);
            assertEquals(Optional.of(made), AppPassword.of(made.whole()));
            seen.add(made.secret().value());
        }
        assertEquals(1000, seen.size());
    }

    @Test
    void itsIdIsNoSecretAndTheRestIs() {
        AppPassword password =
                AppPassword.of(new Secret("WP-K3MN-q7ab-cdef-ghij-klmn")).orElseThrow();
        assertEquals("k3mn", password.id());
        assertEquals(new Secret("wp-k3mn-q7ab-cdef-ghij-klmn"), password.whole());
        assertFalse(password.toString().contains("q7ab"), password.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wp-",
                "hunter2",
                "wp-k3mn-q7ab-cdef-ghij",
                "wp-k3mn-q7ab-cdef-ghij-klm1",
                "wp-k3mn-q7ab-cdef-ghij-klmno",
                "wp-k3mn-q7ab-cdef-ghij-klmn-",
                "wq-k3mn-q7ab-cdef-ghij-klmn",
                "wpk3mnq7abcdefghijklmn",
                " wp-k3mn-q7ab-cdef-ghij-klmn",
                "wp-k3mn-q7ab-cdef-ghij-klmn\n",
            })
    void whatAnybodyElseMakesIsNone(String text) {
        assertEquals(Optional.empty(), AppPassword.of(new Secret(text)));
    }

    /** RFC 4648 §10. */
    @ParameterizedTest
    @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32(String text, String encoded) {
        assertEquals(encoded, Base32.encode(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
