package dev.inlay.provider.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Says no to a caller: problem details (RFC 9457) with our code, and nothing to learn from. */
final class Problem {

    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            401, "Unauthorized",
            403, "Forbidden",
            431, "Request Header Fields Too Large",
            503, "Service Unavailable");

    private Problem() {}

    /** @param code of our own, so that it needs no escaping */
    static void answer(HttpServletResponse response, int status, String code) throws IOException {
        byte[] body = ("{\"type\":\"about:blank\",\"title\":\"" + TITLES.getOrDefault(status, "Refused")
                        + "\",\"status\":" + status + ",\"code\":\"" + code + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        response.resetBuffer();
        response.setStatus(status);
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Inlay-Tenant");
        }
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
