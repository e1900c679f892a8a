package dev.inlay.provider.feign.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.testkit.contracts.Proves;
import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("EVT-8")
final class EgressPolicyTest {

    private final EgressPolicy publicInternet = EgressPolicy.publicInternet();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
                "100.100.100.200", "127.0.0.1", "127.255.255.255", "168.63.129.16", "169.254.0.1", "169.254.169.254",
                "172.16.0.0", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.0",
                "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.255", "224.0.0.1",
                "239.255.255.255", "240.0.0.1", "255.255.255.255"
            })
    void permitsNoSpecialAddress(String address) throws Exception {
        assertThat(publicInternet.permits(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "fc00::1",
                "fdff::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001:db8::1",
                "2001:2::1",
                "2001:20::1",
                "3fff::1",
                "5f00::1",
                "4000::1",
                "64:ff9b:1::808:808",
                "100::1"
            })
    void permitsNoSpecialIpv6Address(String address) throws Exception {
        assertThat(publicInternet.permits(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::ffff:127.0.0.1", // mapped
                "::127.0.0.1",
                "::10.0.0.1", // compatible
                "64:ff9b::127.0.0.1",
                "64:ff9b::a9fe:a9fe", // NAT64
                "2002:7f00:1::",
                "2002:808:808::1", // 6to4
                "2001:0:4136:e378:8000:63bf:3fff:fdd2", // Teredo
                "::ffff:0:127.0.0.1",
                "::1234:8.8.8.8" // no form of anything
            })
    void permitsNoFormOfASpecialIpv4Address(String address) throws Exception {
        assertThat(publicInternet.permits(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void readsAMappedAddressAsWhatItIsEvenIfTheJvmDoesNot() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 127, 0, 0, 1};

        assertThat(PublicInternet.meantBy(mapped)).containsExactly(127, 0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "64:ff9b::808:808",
                "::ffff:8.8.8.8"
            })
    void permitsWhatIsPublic(String address) throws Exception {
        assertThat(publicInternet.permits(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void allowsWhatTheOperatorNamesAndNothingBeside() throws Exception {
        EgressPolicy policy =
                EgressPolicy.builder().allow("10.1.0.0/16").allow("fd12::/32").build();

        assertThat(policy.permits(InetAddress.getByName("10.1.255.255"))).isTrue();
        assertThat(policy.permits(InetAddress.getByName("::ffff:10.1.0.0"))).isTrue();
        assertThat(policy.permits(InetAddress.getByName("fd12:0:1::1"))).isTrue();
        assertThat(policy.permits(InetAddress.getByName("10.2.0.0"))).isFalse();
        assertThat(policy.permits(InetAddress.getByName("fd13::1"))).isFalse();
    }

    @Test
    void deniesWhatTheOperatorDeniesWhateverElseIsAllowed() throws Exception {
        EgressPolicy policy = EgressPolicy.builder()
                .allow("10.0.0.0/8")
                .deny("10.9.0.0/16")
                .deny("8.8.8.0/24")
                .build();

        assertThat(policy.permits(InetAddress.getByName("10.8.0.1"))).isTrue();
        assertThat(policy.permits(InetAddress.getByName("10.9.0.1"))).isFalse();
        assertThat(policy.permits(InetAddress.getByName("8.8.8.8"))).isFalse();
        assertThat(policy.permits(InetAddress.getByName("64:ff9b::808:808"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/hook",
                "http://example.org/hook?token=1",
                "https://example.org:443/",
                "HTTPS://xn--bcher-kva.example/",
                "https://8.8.8.8/",
                "https://[2606:4700::1111]/"
            })
    void hasNothingAgainstAnOrdinaryUrl(String url) {
        assertThat(publicInternet.objectionTo(URI.create(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "ftp://example.org/ must begin with",
                "file:///etc/passwd must begin with",
                "gopher://example.org/ must begin with",
                "example.org must begin with",
                "//example.org/ must begin with",
                "https://me:pw@example.org/ must have no user info",
                "https://example.org@127.0.0.1/ must have no user info",
                "https://example.org/#x must have no user info",
                "https:example.org must name a host",
                "https:///hook must name a host",
                "https://:443/ must name a host",
                "http://0x7f.1/ must name a host",
                "http://0x7f000001/ must name a host",
                "http://2130706433/ must name a host",
                "http://127.1/ must name a host",
                "http://localhost./ must name a host",
                "https://example.org./ must name a host",
                "http://127.0.0.1./ must name a host",
                "https://b\u00fccher.example/ must name a host",
                "http://\u2460\u2461\u2466.0.0.1/ must name a host",
                "http://[fe80::1%25eth0]/ must name a host",
                "https://example.org:22/ must have one of the ports",
                "https://example.org:0/ must have one of the ports",
                "http://example.org:8080/ must have one of the ports",
                "http://127.0.0.1/ has an address",
                "http://169.254.169.254/latest/meta-data has an address",
                "http://[::1]/ has an address",
                "http://[::ffff:127.0.0.1]/ has an address",
                "http://[::ffff:7f00:1]/ has an address",
                "http://[::127.0.0.1]/ has an address",
                "http://[64:ff9b::7f00:1]/ has an address",
                "http://[fd00:ec2::254]/ has an address",
                "http://0.0.0.0/ has an address",
                "http://0177.0.0.1/ must name a host",
                "http://010.0.0.1/ has an address"
            })
    void objectsToWhatIsNoAddressOnThePublicInternet(String url, String first, String second) {
        assertThat(publicInternet.objectionTo(URI.create(url)))
                .hasValueSatisfying(why -> assertThat(why).startsWith(first + " " + second));
    }

    @Test
    void takesOtherPortsWhenTheOperatorSaysSo() {
        EgressPolicy policy = EgressPolicy.builder().port(8443).build();

        assertThat(policy.objectionTo(URI.create("https://example.org:8443/"))).isEmpty();
        assertThat(policy.objectionTo(URI.create("https://example.org/"))).isEmpty();
        assertThat(policy.objectionTo(URI.create("https://example.org:8444/"))).isPresent();
    }

    @Test
    void takesNothingUnencryptedWhenTheOperatorSaysSo() {
        EgressPolicy policy = EgressPolicy.builder().httpsOnly().build();

        assertThat(policy.objectionTo(URI.create("http://example.org/"))).contains("must begin with https://");
        assertThat(policy.objectionTo(URI.create("https://example.org:80/"))).isPresent();
        assertThat(policy.objectionTo(URI.create("https://example.org/"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "localhost",
                "fd00::/129",
                "10.0.0/8",
                "x/8"
            })
    void refusesWhatIsNoRange(String range) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> EgressPolicy.builder().allow(range))
                .satisfies(e -> assertThat(e.field()).isEqualTo("egress.range"));
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> EgressPolicy.builder().port(0))
                .satisfies(e -> assertThat(e.field()).isEqualTo("egress.port"));
    }
}
