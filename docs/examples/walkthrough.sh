#!/bin/sh
# The API with curl, from an empty service to a decided application. Needs curl and python3 (for reading JSON).
#   API=http://127.0.0.1:8000/api/v1 KEY=mv_... sh docs/examples/walkthrough.sh FILE
set -eu

auth="Authorization: Bearer $KEY"
json="Content-Type: application/json"
member() { python3 -c "import json, sys; print(json.load(sys.stdin)$1)"; }

# 1. Open an application. What is not known is left out. The key makes it safe to send the request again.
id=$(curl -sS --fail-with-body "$API/applications" -H "$auth" -H "$json" -H "Idempotency-Key: walkthrough-$$" -d '{
  "policy": "xj-by-2024-qs",
  "applicant": {"name": "张闻溪", "unit": "孔雀滩县计量检定所"},
  "facts": {"level": "中级"}
}' | member '["id"]')
echo "application $id"

# 2. Upload a file into a slot.
document=$(curl -sS --fail-with-body "$API/applications/$id/documents" -H "$auth" \
  -F slot=学历学位 -F needs_mask=false -F "file=@$1" | member '["documents"][0]["id"]')
echo "document $document"

# 3. Wait for the verdict. (Or follow $API/applications/$id/events.)
until [ "$(curl -sS --fail-with-body "$API/applications/$id" -H "$auth" | member '["verdict"]')" != None ]; do
  sleep 1
done

# 4. What was found, with the verdict that holds.
curl -sS --fail-with-body "$API/applications/$id/findings?limit=200" -H "$auth" > findings.json
echo "findings $(member '["findings"].__len__()' < findings.json)"

# 5. Correct a fact: on the state that was read, or not at all.
tag=$(curl -sS --fail-with-body -o /dev/null -D - "$API/applications/$id" -H "$auth" |
  tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
curl -sS --fail-with-body -X PATCH "$API/applications/$id" -H "$auth" -H "$json" -H "If-Match: $tag" \
  -d '{"facts": {"level": "副高级"}, "note": "申报人来函"}' > /dev/null
status=$(curl -sS -o /dev/null -w '%{http_code}' -X PATCH "$API/applications/$id" -H "$auth" -H "$json" \
  -H "If-Match: $tag" -d '{"facts": {"level": "正高级"}}')
echo "second correction on the old state: $status"

# 6. It is judged anew, without reading anything again.
until [ "$(curl -sS --fail-with-body "$API/applications/$id" -H "$auth" | member '["verdict"]')" != None ]; do
  sleep 1
done

# 7. A reviewer notes something; acts are only ever added.
curl -sS --fail-with-body "$API/applications/$id/decisions" -H "$auth" -H "$json" \
  -d '{"kind": "note", "note": "已电话联系申报人"}' > /dev/null
echo "acts $(curl -sS --fail-with-body "$API/applications/$id/decisions" -H "$auth" | member '["acts"].__len__()')"

# 8. The report, for people and for programs.
curl -sS --fail-with-body "$API/applications/$id/report" -H "$auth" -H 'Accept: text/html' -o report.html
curl -sS --fail-with-body "$API/applications/$id/report" -H "$auth" -H 'Accept: application/json' -o report.json
echo "verdict $(member '["verdict"]' < report.json)"

# 9. One document by itself: findings as soon as it is read.
verification=$(curl -sS --fail-with-body "$API/verifications" -H "$auth" -F policy=xj-by-2024-qs -F "file=@$1" |
  member '["id"]')
until [ "$(curl -sS --fail-with-body "$API/verifications/$verification" -H "$auth" | member '["state"]')" = observed ]; do
  sleep 1
done
echo "verification observed"
