package waypost.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealmsTest {
    private static final Realms REALMS =
            new Realms(Map.of("EXAMPLE.TEST", "example.net", "CORP.EXAMPLE.TEST", "corp.example.test"));

    @ParameterizedTest
    @CsvSource({
        "anna@EXAMPLE.TEST, anna@example.net",
        "anna@CORP.EXAMPLE.TEST, anna@corp.example.test",
        "Anna@EXAMPLE.TEST, Anna@example.net",
        "a.b+c@EXAMPLE.TEST, a.b+c@example.net",
        "anna@OTHER.TEST,",
        "anna@example.test,",
        "anna@EXAMPLE.TEST.,",
        "anna,",
        "@EXAMPLE.TEST,",
        "anna/admin@EXAMPLE.TEST,",
        "imap/mail.example.net@EXAMPLE.TEST,",
        "anna\\@example.net@EXAMPLE.TEST,",
        "anna@OTHER.TEST@EXAMPLE.TEST,",
        "anna\\/admin@EXAMPLE.TEST,",
        "anna@,",
    })
    void users(String principal, String user) {
        assertEquals(Optional.ofNullable(user), REALMS.user(principal));
    }
}
