import pytest

from phohien import bootstrap, keys


@pytest.fixture
def manifest(urls, officer):
    """What content-api is told about an asset."""
    token = keys.new_token("phv")
    bootstrap.ensure_service_token(urls.owner, "content-api", token)

    async def ask(asset, lang: str = "vi"):
        answer = await officer.client.get(
            f"/internal/v1/assets/{asset['id']}/manifest",
            params={"lang": lang},
            headers={"authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


@pytest.fixture
def edit():
    async def run(person, asset, **changes):
        answer = await person.client.patch(
            f"/staff/v1/assets/{asset['id']}",
            json=changes,
            headers={"if-match": "*"},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return run
