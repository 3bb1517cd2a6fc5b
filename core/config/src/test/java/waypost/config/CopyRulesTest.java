package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code copy: all} is for directories that tell their changes. */
class CopyRulesTest {
    private static String file(String directory) {
        return ConfigurationFileTest.SMALLEST + """
                cache: {copy: all}
                embedded-directory: {base: dc=x}
                user-maps: [{name: m, type: ldap-bind, directory: d}]
                directories:
                  - {name: unused, base: dc=x}
                  - {name: d, base: dc=x%s}
                """.formatted(directory);
    }

    @Test
    void takesADirectoryThatTellsItsChanges() {
        assertEquals(
                CacheSection.Copy.ALL,
                ConfigurationFileTest.valid(file(", uris: ['ldap://x'], attributes: {id: entryuuid}"))
                        .cache()
                        .copy());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | d is the embedded one, which is not copied | write copy: used",
                ", uris: ['ldap://x'], push: false | d is not asked to tell its changes"
                        + " | write push: true there, or copy: used",
                ", uris: ['ldap://x'], attributes: {id: uid} | d tells its changes by another id than attributes.id"
                        + " | remove that key there, or write copy: used",
                ", uris: ['ldap://x'], type: active-directory, attributes: {id: entryUUID}"
                        + " | d tells its changes by another id than attributes.id"
                        + " | remove that key there, or write copy: used"
            })
    void saysWhatToWriteForOthers(String directory, String wrong, String instead) {
        assertEquals(List.of(new Problem("cache.copy", wrong, instead)), ConfigurationFileTest.wrong(file(directory)));
    }

    @Test
    void thereMustBeADirectory() {
        assertEquals(
                List.of(new Problem(
                        "cache.copy", "no user map asks a directory that could be copied", "write copy: used")),
                ConfigurationFileTest.wrong(ConfigurationFileTest.SMALLEST + "cache: {copy: all}\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "copy: none, verifier-key: 0123456789abcdef"
                        + " | without a copy nobody is known whose password could be | write copy: used or all",
                "verifier-key: short | shorter than 16 characters | write what openssl rand -base64 32 makes"
            })
    void aKeyNeedsACopyAndLength(String cache, String wrong, String instead) {
        assertEquals(
                List.of(new Problem("cache.verifier-key", wrong, instead)),
                ConfigurationFileTest.wrong(ConfigurationFileTest.SMALLEST + "cache: {" + cache + "}\n"));
    }
}
