package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.directory.StoredPassword.Match;
import waypost.identity.Secret;

class StoredPasswordTest {
    /** The test vectors of the SHA-crypt specification; Argon2 and PBKDF2 made with the reference tools. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello world!|{CRYPT}$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
                "Hello world!|{CRYPT}$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
                "This is just a test|$6$rounds=5000$toolongsaltstrin$lQ8jolhgVRVhY4b5pZKaysCLi0QBxGoNeKQzQ3glMhwllF7oGDZxUhx1yxdYcz/e1JSbq3y6JMxxl8audkUEm0",
                "a very much longer text to encrypt.  This one even stretches over morethan one line.|{CRYPT}$6$rounds=1400$anotherlongsalts$POfYwTEok97VWcjxIiSOjiykti.o/pQs.wPvMxQ6Fm7I6IoYN3CmLs66x9t0oSwbtEW7o7UmJEiDwGqd8p4ur1",
                "we have a short salt string but not a short password|{CRYPT}$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0",
                "a short string|{CRYPT}$6$rounds=123456$asaltof16chars..$BtCwjqMJGx5hrJhZywWvt0RLE8uZ4oPwcelCjmw2kSYu.Ec6ycULevoBK25fs2xXgMNrCzIMVcgEJAstJeonj1",
                "the minimum number is still observed|{CRYPT}$6$rounds=1000$roundstoolow$kUMsbe306n21p9R.FRkW3IGn.S9NPN0x50YhH1xhLsPuWGsUSklZt58jaTfF4ZEQpyUNGc0dqbpBYYBaHHrsX.",
                "secret|{CLEARTEXT}secret",
                "secret|secret",
            })
    void publishedVectorsMatch(String password, String stored) {
        assertEquals(Match.RIGHT, StoredPassword.parse(stored).match(new Secret(password)));
        assertEquals(Match.WRONG, StoredPassword.parse(stored).match(new Secret(password + "x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password|{SSHA}EL5MPDnqT5Bxd6PbVG8Q0hVHZ0cAAQIDBAUGBw==",
                "password|{SSHA256}q0elUchHiEgZAZww57UMs6Jt+L45+785Q8YcVUf8VfcAAQIDBAUGBw==",
                "password|{SSHA512}utoVAC1MoPhukfBJS7GMWbMZNOIKm1BKYiPVfj+37NUwySogrpRXNWdBGJHq8mVRsKQFz9eB6gqh9TSXKH2jBwABAgMEBQYH",
                "password|{PBKDF2}10000$c2FsdHNhbHT//vQ$OaFpp4kPeW3XLcuLeKLwxibaCOk",
                "password|{PBKDF2-SHA1}10000$c2FsdHNhbHT//vQ$OaFpp4kPeW3XLcuLeKLwxibaCOk",
                "password|{PBKDF2-SHA256}10000$c2FsdHNhbHT//v0$I1XBzXytI.KD3mlYJZl9twIZGQOipAnnYBcYpCAHAmM",
                "password|{PBKDF2-SHA512}10000$c2FsdHNhbHT//v0$5Gig0/tIF21WURO8ACHFhUwbxid9Sx26cWDljIwZp7lUI318WXMO317d8kv03xhg4jcGgRqu5VivI8f1azJ7PQ",
                "password|{ARGON2}$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
                "password|{ARGON2ID}$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
                "password|$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ",
            })
    void madeWithOtherPrograms(String password, String stored) {
        assertEquals(Match.RIGHT, StoredPassword.parse(stored).match(new Secret(password)));
        assertEquals(Match.WRONG, StoredPassword.parse(stored).match(new Secret("Password")));
    }

    @ParameterizedTest
    @EnumSource(PasswordScheme.class)
    void newPasswordsMatch(PasswordScheme scheme) {
        String stored = scheme.store(new Secret("grüße"), new SplittableRandom(1));
        assertEquals(Match.RIGHT, StoredPassword.parse(stored).match(new Secret("grüße")));
        assertEquals(Match.WRONG, StoredPassword.parse(stored).match(new Secret("grusse")));
        assertFalse(stored.equals(scheme.store(new Secret("grüße"), new SplittableRandom(2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{MD5}XUFAKrxLKna5cZ2REBfFkg==",
                "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
                "{CRYPT}ab01FAX.bQRSU",
                "{CRYPT}$1$salt$qJH7.N4xYta3aEG/dfqo/0",
                "{CRYPT}$6$rounds=999999999$salt$x",
                "{CRYPT}$6$rounds=99999999999$salt$x",
                "{CRYPT}$6$rounds=5",
                "{SSHA512}short",
                "{SSHA512}!!!",
                "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
                "{PBKDF2-SHA256}2000000000$c2FsdHNhbHQ$YWJjZGVmZ2hpamtsbW5vcA",
                "{PBKDF2-SHA256}0$c2FsdHNhbHQ$YWJjZGVmZ2hpamtsbW5vcA",
                "{PBKDF2-SHA256}1000$$YWJjZGVmZ2hpamtsbW5vcA",
                "{PBKDF2-SHA256}1000$c2FsdHNhbHQ$",
                "{PBKDF2-SHA512}x",
                "{ARGON2}$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHQ$YWJjZGVmZ2hpamtsbW5vcA",
                "{ARGON2}$argon2id$v=19$m=999999999,t=2,p=1$c2FsdHNhbHQ$YWJjZGVmZ2hpamtsbW5vcA",
                "{ARGON2}$argon2id$v=19$m=64,t=100000,p=1$c2FsdHNhbHQ$YWJjZGVmZ2hpamtsbW5vcA",
                "{ARGON2}$argon2id$v=19$m=64,t=1,p=99$c2FsdHNhbHQ$YWJjZGVmZ2hpamtsbW5vcA",
                "{ARGON2}$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHQ$YWJjZGVmZ2hpamtsbW5vcA",
                "{ARGON2}$argon2id$v=19$m=64,t=1,p=0$c2FsdHNhbHQ$YWJjZGVmZ2hpamtsbW5vcA",
                "$y$j9T$salt$hash",
                "{}x",
            })
    void whatCannotBeCheckedIsNeverRight(String stored) {
        for (String password : List.of("hello", "x", stored, stored.substring(stored.indexOf('}') + 1))) {
            assertEquals(Match.UNREADABLE, StoredPassword.parse(stored).match(new Secret(password)));
        }
    }

    @Test
    void storedPasswordsAreMasked() {
        assertEquals("{CLEAR}***", StoredPassword.parse("secret").toString());
    }
}
