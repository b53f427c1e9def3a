import React from 'react';
import { t } from './i18n';

type Values = { name: string; mail: string; note: string };

type State = { values: Values; sent: boolean; problem?: string };

const initial: State = { values: { name: '', mail: '', note: '' }, sent: false };

export class ContactForm extends React.Component<{ url: string }, State> {
	state = initial;

	private change = (field: keyof Values) => (event: React.ChangeEvent<HTMLInputElement>) => {
		this.setState({ values: { ...this.state.values, [field]: event.target.value } });
	};

	private submit = async (event: React.FormEvent) => {
		event.preventDefault();
		const response = await fetch(this.props.url, {
			method: 'POST',
			body: JSON.stringify(this.state.values),
		});
		this.setState({ sent: response.ok });
	};

	render() {
		const { values, sent } = this.state;
		if (sent) {
			return <p>{t('thanks')}</p>;
		}
		return (
			<form onSubmit={this.submit}>
				<label>
					{t('name')}
					<input value={values.name} onChange={this.change('name')} />
				</label>
				<label>
					{t('mail')}
					<input value={values.mail} onChange={this.change('mail')} />
				</label>
				<label>
					{t('note')}
					<input value={values.note} onChange={this.change('note')} />
				</label>
				<button>{t('send')}</button>
			</form>
		);
	}
}

export class NewsForm extends React.Component<{ url: string }, { mail: string }> {
	state = { mail: '' };

	render() {
		return (
			<form action={this.props.url}>
				<input name="mail" defaultValue={this.state.mail} />
				<button>{t('send')}</button>
			</form>
		);
	}
}
