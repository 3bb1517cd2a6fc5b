package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AccountName;

class FilterPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(mail=%e)                        ; anna      ; (mail=anna@example.net)",
                "(uid=%n)                         ; anna      ; (uid=anna)",
                "(associatedDomain=%d)            ; anna      ; (associatedDomain=example.net)",
                "(|(mail=%e)(alias=%e))           ; a         ; (|(mail=a@example.net)(alias=a@example.net))",
                "(&(a=1)(!(b=%n))(c=*))           ; anna      ; (&(a=1)(!(b=anna))(c=*))",
                "(mail=%n*x%d*%e)                 ; a         ; (mail=a*xexample.net*a@example.net)",
                "(uid:caseExactMatch:=%n)         ; anna      ; (uid:caseExactMatch:=anna)",
                "(uid>=%n)                        ; anna      ; (uid>=anna)",
                "(uid<=%n)                        ; anna      ; (uid<=anna)",
                "(uid~=%n)                        ; anna      ; (uid~=anna)",
                "(uid=100%%n)                     ; anna      ; (uid=100%anna)",
                "(uid=5%%%)                       ; anna      ; (uid=5%%%)",
                "(uid=%n)                         ; a%d       ; (uid=a%d)",
            })
    void patternsAreFilled(String pattern, String local, String filter) {
        var name = new AccountName(local, "example.net");
        assertEquals(filter, FilterPattern.parse(pattern).fill(name).toString());
    }

    /** RFC 4515 §3: what a name must not bring in. */
    @ParameterizedTest
    @CsvSource({
        "*,             \\2a",
        "(,             \\28",
        "),             \\29",
        "\\,            \\5c",
        "a)(uid=*,      a\\29\\28uid=\\2a",
    })
    void namesAreEscaped(String local, String escaped) {
        var name = new AccountName(local, "example.net");
        assertEquals(
                "(uid=" + escaped + ")",
                FilterPattern.parse("(uid=%n)").fill(name).toString());
    }

    @Test
    void aNulIsEscaped() {
        var name = new AccountName("a\0b", "example.net");
        assertEquals("(uid=a\\00b)", FilterPattern.parse("(uid=%n)").fill(name).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(mail=%u)                  ; %u stands for nothing: (mail=%u)",
                "(|(mail=%e)(uid=%U))       ; %U stands for nothing: (|(mail=%e)(uid=%U))",
                "(objectClass=person)       ; finds the same entry for everybody: (objectClass=person)",
                "(dc=%d)                    ; finds the same entry for everybody: (dc=%d)",
            })
    void whatFindsNoUserIsNoFilterOfUsers(String text, String why) {
        assertEquals(
                why,
                assertThrows(IllegalArgumentException.class, () -> FilterPattern.ofUser(text))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(objectClass=domain)       ; finds the same entry for every domain: (objectClass=domain)",
                "(|(dc=%d)(mail=%e))        ; of a domain only %d is known: (|(dc=%d)(mail=%e))",
            })
    void whatFindsNoDomainIsNoFilterOfDomains(String text, String why) {
        assertEquals(
                why,
                assertThrows(IllegalArgumentException.class, () -> FilterPattern.ofDomain(text))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(mail=%e", "(&(mail=%e)", "(=%e)"})
    void whatIsNoFilterIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> FilterPattern.parse(text));
    }
}
